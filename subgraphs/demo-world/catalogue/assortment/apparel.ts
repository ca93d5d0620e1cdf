import type { AislePlan } from "../plans";
import { clothingSizes, twoColors } from "./options";

export const apparel: AislePlan = {
  name: "Apparel",
  slug: "apparel",
  shelves: [
    {
      name: "Tops & Tees",
      slug: "tops-tees",
      code: "TOP",
      brands: ["Harbour & Loom", "Plainfield", "Osier"],
      options: [clothingSizes, twoColors],
      attributes: {
        Material: ["Organic cotton", "Linen", "Merino wool", "Cotton jersey"],
        Fit: ["Regular", "Relaxed", "Slim"],
      },
      notes: [
        "Machine wash cold; it keeps its shape wash after wash.",
        "Cut a little longer in the body so it stays tucked in.",
      ],
      items: [
        [
          "Harbour Crew Tee",
          2400,
          "A mid-weight crew-neck tee with a soft, dry hand and a collar that lies flat.",
        ],
        [
          "Breton Stripe Long Sleeve",
          3900,
          "The sailor classic with even stripes and a wide boat neck.",
        ],
        ["Everyday Pocket Tee", 2200, "A chest pocket, taped shoulders and no logo anywhere."],
        ["Featherweight Henley", 3600, "Three buttons and a light rib knit for warm evenings."],
        [
          "Oxford Button-Down Shirt",
          5900,
          "A washed oxford shirt that needs no iron to look right.",
        ],
        [
          "Summer Linen Shirt",
          6500,
          "Airy linen with a camp collar and a single back pleat.",
          { Material: "Linen" },
        ],
        [
          "Quarter-Zip Base Layer",
          5400,
          "Warm next to the skin, easy to vent on a climb.",
          { Material: "Merino wool" },
        ],
        ["Boxy Cropped Tee", 2600, "A heavier jersey in a square, modern cut."],
        ["Weekend Polo", 4200, "A knitted collar polo that is as good on the court as at lunch."],
      ],
    },
    {
      name: "Jackets & Knitwear",
      slug: "jackets-knitwear",
      code: "JKT",
      brands: ["Fjellmark", "Harbour & Loom", "Northgate"],
      options: [clothingSizes, twoColors],
      attributes: {
        Material: ["Recycled polyester", "Lambswool", "Waxed cotton", "Down blend"],
        Waterproof: [true, false],
      },
      notes: [
        "Repairs are free for the first two years.",
        "The pockets are deep enough for a map and a phone.",
      ],
      items: [
        [
          "Fisherman Cable Sweater",
          9800,
          "A dense cable knit that keeps the wind out without a jacket.",
          { Material: "Lambswool", Waterproof: false },
        ],
        [
          "Packable Rain Shell",
          8900,
          "Taped seams, a brimmed hood, and it folds into its own pocket.",
          { Material: "Recycled polyester", Waterproof: true },
        ],
        [
          "Quilted Liner Jacket",
          7900,
          "A light diamond-quilted layer for under a coat or on its own.",
        ],
        [
          "Lambswool Crew Sweater",
          7400,
          "Spun in the Borders, soft after the first wear.",
          { Material: "Lambswool", Waterproof: false },
        ],
        [
          "Chore Jacket",
          8400,
          "Three patch pockets and a collar that stands up when you want it to.",
        ],
        [
          "Trail Fleece",
          6200,
          "Grid fleece that dries on the way home.",
          { Material: "Recycled polyester", Waterproof: false },
        ],
        [
          "Down Vest",
          9900,
          "Warmth where it counts and free arms for the rest.",
          { Material: "Down blend", Waterproof: false },
        ],
        [
          "Waxed Field Coat",
          18900,
          "A storm flap, a two-way zip and a game pocket for the newspaper.",
          { Material: "Waxed cotton", Waterproof: true },
        ],
        [
          "Shawl Cardigan",
          8800,
          "A heavy cardigan with leather buttons for the cold side of the house.",
          { Material: "Lambswool", Waterproof: false },
        ],
      ],
    },
  ],
};
