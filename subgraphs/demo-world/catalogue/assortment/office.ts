import type { AislePlan } from "../plans";
import { packSizes, threeColors } from "./options";

export const office: AislePlan = {
  name: "Office",
  slug: "office",
  shelves: [
    {
      name: "Stationery",
      slug: "stationery",
      code: "STA",
      brands: ["Papier Nord", "Quill & Co", "Fieldhouse"],
      options: [packSizes],
      attributes: {
        Paper: ["Dotted", "Lined", "Plain", "Squared"],
        "Weight (g/m²)": [80, 90, 100, 120],
      },
      notes: ["Made in a mill that runs on its own river.", "Sent flat in card, without plastic."],
      items: [
        ["Pocket Notebook", 900, "Sixty-four pages that survive a back pocket."],
        ["A5 Journal", 1800, "Numbered pages, an index and two ribbons."],
        ["Project Pad", 1400, "A wide margin on every sheet for second thoughts."],
        [
          "Gel Pen",
          400,
          "A fine, quick-drying line that starts at once.",
          { Paper: null, "Weight (g/m²)": null },
        ],
        [
          "Drafting Pencil",
          1600,
          "A brass grip and a tip that slides away.",
          { Paper: null, "Weight (g/m²)": null },
        ],
        [
          "Fountain Pen",
          3900,
          "A steel nib, a converter and a cap that clicks.",
          { Paper: null, "Weight (g/m²)": null },
        ],
        ["Sticky Notes", 600, "Five muted colours that come off without a curl."],
        ["Desk Planner", 2200, "A week a page, undated, with room for what went wrong."],
        ["Index Cards", 500, "Heavy cards for recipes, proofs and plots."],
      ],
    },
    {
      name: "Desk & Storage",
      slug: "desk-storage",
      code: "DSK",
      brands: ["Meridian", "Papier Nord", "Kiln Yard"],
      options: [threeColors],
      attributes: {
        Material: ["Oak", "Steel", "Felt", "Recycled plastic"],
        Assembly: ["None", "Ten minutes"],
      },
      notes: ["Rubber feet keep it where it belongs.", "Fits the other pieces of the series."],
      items: [
        ["Letter Tray", 2900, "Two levels that slide out to either side."],
        [
          "Felt Desk Mat",
          3900,
          "Quiet for keyboards, soft for wrists.",
          { Material: "Felt", Assembly: "None" },
        ],
        ["Cable Box", 2400, "Hides a power strip and the shame around it."],
        ["Monitor Shelf", 5900, "Lifts the screen and parks the keyboard underneath."],
        ["Pen Cup", 1500, "Heavy enough not to follow the pens.", { Assembly: "None" }],
        ["Magazine File", 1900, "A cut-away side so that you see what you have."],
        ["Drawer Organiser", 2200, "Eight trays that rearrange until the drawer is full."],
        [
          "Standing Desk Converter",
          18900,
          "Rises with a squeeze and carries two screens.",
          { Material: "Steel" },
        ],
        [
          "Task Chair",
          24900,
          "Adjusts in five ways and forgives the sixth.",
          { Material: "Steel" },
        ],
      ],
    },
  ],
};
