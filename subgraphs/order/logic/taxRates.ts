import type { Destination } from "./shippingMethods";

interface CountryTax {
  /** Basis points (1 % = 100) where no region's rate applies. */
  readonly basisPoints: number;
  readonly regions: Readonly<Record<string, number>>;
}

/**
 * Sales taxes that come on top of the price, by destination: state rates, without those of counties and cities.
 * Where a country is missing, prices include its tax. A shop puts its own table here.
 */
const taxesOnTop: Readonly<Record<string, CountryTax>> = {
  US: {
    basisPoints: 0,
    regions: {
      AZ: 560,
      CA: 725,
      CO: 290,
      GA: 400,
      ID: 600,
      IL: 625,
      LA: 500,
      MA: 625,
      MN: 688,
      NJ: 663,
      NY: 400,
      PA: 600,
      TN: 700,
      TX: 625,
      VT: 600,
      WA: 650,
      WI: 500,
    },
  },
  CA: { basisPoints: 500, regions: { ON: 1_300, NS: 1_500, NB: 1_500, NL: 1_500, PE: 1_500 } },
};

/** The tax on goods sent to a destination, in basis points; 0 while it is not known. */
export function taxBasisPoints(destination: Destination | null): number {
  const country = taxesOnTop[destination?.country.toUpperCase() ?? ""];
  if (!country) return 0;
  return country.regions[destination?.region?.trim().toUpperCase() ?? ""] ?? country.basisPoints;
}
