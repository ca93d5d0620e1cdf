import type { AislePlan } from "../plans";
import { smallOrLarge, threeColors } from "./options";

export const outdoor: AislePlan = {
  name: "Outdoor",
  slug: "outdoor",
  shelves: [
    {
      name: "Camping",
      slug: "camping",
      code: "CMG",
      brands: ["Fjellmark", "Tarn", "Wildhatch"],
      options: [smallOrLarge],
      attributes: {
        Season: ["Three seasons", "Four seasons", "Summer"],
        "Weight (g)": [350, 780, 1200, 1900, 2600],
      },
      notes: ["Tested for a wet week in the Cairngorms.", "Spare parts are sold singly."],
      items: [
        ["Tarn Ridge Tent", 24900, "A tunnel tent that stands in wind and is up in four minutes."],
        ["Fjellmark Sleeping Bag", 15900, "A mummy bag with a draught collar and a two-way zip."],
        ["Self-Inflating Mat", 7900, "Open the valve, make tea, sleep."],
        [
          "Titanium Cook Set",
          6900,
          "Two nested pots and a lid that is also a pan.",
          { Season: null },
        ],
        ["Gas Stove", 4900, "Three folding legs and a flame that simmers.", { Season: null }],
        [
          "Camp Lantern",
          3900,
          "Warm light, red light and a hook for the ridge line.",
          { Season: null },
        ],
        [
          "Folding Camp Chair",
          5900,
          "A low chair with a high back and a pocket for the bottle.",
          { Season: null },
        ],
        ["Canvas Tarp", 5400, "Reinforced eyelets and enough cloth for four people and a dog."],
        ["Water Filter", 4400, "A squeeze filter that cleans a litre a minute.", { Season: null }],
      ],
    },
    {
      name: "Packs & Travel",
      slug: "packs-travel",
      code: "PAC",
      brands: ["Wildhatch", "Northgate", "Kestrel"],
      options: [threeColors],
      attributes: {
        "Volume (l)": [12, 20, 28, 40, 55],
        "Rain cover": [true, false],
      },
      notes: ["The fabric is woven from old fishing nets.", "Lifetime repair, no receipt needed."],
      items: [
        [
          "Day Hiker Pack",
          8900,
          "A trim pack with a ventilated back and a place for the poles.",
          { "Volume (l)": 20 },
        ],
        ["Commuter Rolltop", 9900, "Waterproof by folding, with a sleeve for the laptop."],
        [
          "Long Trail Pack",
          18900,
          "An adjustable frame that carries a week on the hips.",
          { "Volume (l)": 55 },
        ],
        ["Weekender Duffel", 10900, "Two days of clothes, a shoe compartment and honest handles."],
        [
          "Cabin Trolley",
          14900,
          "Four quiet wheels and the largest size airlines allow.",
          { "Volume (l)": 40, "Rain cover": null },
        ],
        [
          "Packing Cubes",
          3400,
          "Three cubes that turn a suitcase into drawers.",
          { "Volume (l)": null, "Rain cover": null },
        ],
        [
          "Hip Bag",
          3900,
          "Phone, keys, snack, and nothing bounces.",
          { "Volume (l)": 3, "Rain cover": null },
        ],
        ["Dry Sack", 2400, "Rolls shut, floats, and keeps the spare socks spare."],
        [
          "Toiletry Roll",
          2900,
          "Hangs anywhere and shows everything at once.",
          { "Volume (l)": 2, "Rain cover": null },
        ],
      ],
    },
  ],
};
