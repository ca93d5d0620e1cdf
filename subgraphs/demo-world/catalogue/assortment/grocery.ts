import type { AislePlan } from "../plans";
import { packSizes } from "./options";

export const grocery: AislePlan = {
  name: "Grocery",
  slug: "grocery",
  shelves: [
    {
      name: "Coffee & Tea",
      slug: "coffee-tea",
      code: "CFT",
      brands: ["Slow Mill", "Terrace", "Highline Roasters"],
      options: [packSizes],
      attributes: {
        Organic: [true, false],
        Origin: ["Ethiopia", "Colombia", "Japan", "India", "Guatemala"],
      },
      notes: [
        "Packed to order; the date is stamped on the pack.",
        "Traded directly with the growers.",
      ],
      items: [
        [
          "House Espresso Beans",
          1400,
          "Chocolate and hazelnut, steady in milk and out of it.",
          { Origin: "Guatemala" },
        ],
        [
          "Single-Origin Filter Beans",
          1600,
          "Bright and floral, best through paper.",
          { Origin: "Ethiopia" },
        ],
        [
          "Decaf Beans",
          1500,
          "Water-processed, and nobody at the table will notice.",
          { Origin: "Colombia" },
        ],
        [
          "Cold Brew Bags",
          1300,
          "Steep overnight, pour over ice in the morning.",
          { Origin: "Colombia" },
        ],
        [
          "Sencha",
          1200,
          "A grassy first-flush green tea for water well below boiling.",
          { Origin: "Japan" },
        ],
        ["Breakfast Black Tea", 900, "Strong, brisk and built for milk.", { Origin: "India" }],
        [
          "Masala Chai",
          1000,
          "Whole spices, broken leaf, a pan and patience.",
          { Origin: "India" },
        ],
        [
          "Chamomile Flowers",
          800,
          "Whole heads that smell like a meadow in July.",
          { Origin: "Egypt" },
        ],
        [
          "Drinking Chocolate",
          1100,
          "Real shavings that melt; nothing to stir away.",
          { Origin: "Ecuador" },
        ],
      ],
    },
    {
      name: "Pantry",
      slug: "pantry",
      code: "PAN",
      brands: ["Copperfield Pantry", "Olivar", "Slow Mill"],
      options: [packSizes],
      attributes: {
        Organic: [true, false],
        Vegan: [true, false],
        "Net weight (g)": [200, 250, 400, 500, 750],
      },
      notes: ["Keeps for a year unopened.", "No additives that need a dictionary."],
      items: [
        [
          "Extra Virgin Olive Oil",
          1900,
          "Early harvest, peppery, in a tin that keeps the light out.",
        ],
        [
          "Wildflower Honey",
          1200,
          "Unheated, set, from hives that stay where they are.",
          { Vegan: false },
        ],
        ["Bronze-Cut Rigatoni", 600, "Rough, slow-dried pasta that holds its sauce."],
        [
          "Flaky Sea Salt",
          700,
          "Crystals to finish with, not to cook in.",
          { Vegan: true, Organic: null },
        ],
        ["Smoked Paprika", 600, "Oak smoke in a small red tin."],
        ["Peanut Butter", 800, "Peanuts and a little salt; stir before use."],
        [
          "Plum Tomatoes",
          500,
          "Peeled by steam and packed the day they were picked.",
          { Vegan: true },
        ],
        ["Dark Chocolate Bar", 600, "Seventy-two percent, two ingredients, one clean snap."],
        ["Granola", 900, "Big clusters of oats, seeds and not too much maple."],
      ],
    },
  ],
};
