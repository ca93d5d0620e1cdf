import type { AislePlan } from "../plans";
import { smallOrLarge } from "./options";

export const kitchen: AislePlan = {
  name: "Kitchen",
  slug: "kitchen",
  shelves: [
    {
      name: "Cookware",
      slug: "cookware",
      code: "COK",
      brands: ["Ironmoor", "Maison Lisle", "Copperfield"],
      options: [smallOrLarge],
      attributes: {
        Material: ["Cast iron", "Carbon steel", "Stainless steel", "Enamelled iron"],
        Induction: [true, false],
      },
      notes: ["Safe in the oven up to 250 °C.", "It gets better with every meal cooked in it."],
      items: [
        [
          "Seasoned Skillet",
          3900,
          "A heavy skillet, pre-seasoned twice, with a pouring lip on both sides.",
          { Material: "Cast iron", Induction: true },
        ],
        [
          "Enamel Dutch Oven",
          11900,
          "Tight lid, wide handles: bread, beans and Sunday stews.",
          { Material: "Enamelled iron", Induction: true },
        ],
        [
          "Carbon Steel Wok",
          4900,
          "Hand-hammered and thin enough to answer the flame at once.",
          { Material: "Carbon steel" },
        ],
        [
          "Saucier Pan",
          7900,
          "Round sides so the whisk reaches every corner.",
          { Material: "Stainless steel" },
        ],
        [
          "Stock Pot",
          6900,
          "A thick base and measured marks inside for soup by the litre.",
          { Material: "Stainless steel" },
        ],
        ["Crepe Pan", 3400, "Low rim, long handle, perfect turn."],
        [
          "Roasting Tray",
          5400,
          "Deep enough for a bird, with a rack that lifts out.",
          { Material: "Stainless steel", Induction: null },
        ],
        ["Griddle Plate", 4400, "Ridges on one side, flat on the other, over two burners."],
        ["Milk Pan", 2900, "Small, spouted, and the one you will use every morning."],
      ],
    },
    {
      name: "Knives & Tools",
      slug: "knives-tools",
      code: "KNF",
      brands: ["Sakai House", "Ironmoor", "Copperfield"],
      options: [smallOrLarge],
      attributes: {
        Handle: ["Olive wood", "Walnut", "Beech", "Composite"],
        "Dishwasher safe": [true, false],
      },
      notes: [
        "Rinse, dry, put away: that is all the care it asks for.",
        "Made in a workshop of eleven people.",
      ],
      items: [
        ["Cook's Knife", 7900, "A thin, hard blade with a gentle curve for rocking."],
        ["Santoku", 7400, "A flat-bellied knife that goes through vegetables in one push."],
        ["Paring Knife", 2900, "Short, pointed and always the first one reached for."],
        ["Bread Knife", 4900, "Wide serrations that saw through a crust without crushing it."],
        [
          "End-Grain Board",
          8900,
          "A thick board that is kind to edges and heavy enough to stay put.",
          { Handle: null, "Dishwasher safe": false },
        ],
        [
          "Balloon Whisk",
          1800,
          "Eleven wires, a full handle and a hook for the rail.",
          { Handle: "Stainless steel" },
        ],
        ["Pepper Mill", 3900, "A ceramic grinder with six settings from dust to cracked."],
        ["Kitchen Scissors", 2400, "They come apart for washing and open bottles, too."],
        ["Rolling Pin", 2600, "A tapered French pin that lets you feel the dough."],
      ],
    },
  ],
};
