/** A login of the demo data that the page offers at one click. */
export interface DemoLogin {
  readonly login: string;
  readonly password: string;
  /** What one can try with it, in a few words. */
  readonly purpose: string;
}

const password = "micro-shop-demo";

/** Known to everybody: served outside production only, and kept out of the bundle for that reason. */
export const demoLogins: readonly DemoLogin[] = [
  { login: "customer@example.com", password, purpose: "buys, pays, watches orders" },
  {
    login: "customer2@example.com",
    password,
    purpose: "another shopper, sees nothing of the first",
  },
  { login: "staff@example.com", password, purpose: "support, catalogue and marketing" },
  { login: "finance@example.com", password, purpose: "payments and refunds" },
  { login: "admin@example.com", password, purpose: "everything" },
];
