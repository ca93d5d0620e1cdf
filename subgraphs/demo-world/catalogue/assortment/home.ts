import type { AislePlan } from "../plans";
import { smallOrLarge, threeColors } from "./options";

export const home: AislePlan = {
  name: "Home",
  slug: "home",
  shelves: [
    {
      name: "Textiles",
      slug: "textiles",
      code: "TXT",
      brands: ["Maison Lisle", "Osier", "Stillwater"],
      options: [threeColors],
      attributes: {
        Material: ["Linen", "Wool", "Cotton percale", "Cotton waffle"],
        "Made in": ["Portugal", "India", "Lithuania"],
      },
      notes: ["Washed before it is sewn, so it does not shrink.", "Softens with every wash."],
      items: [
        [
          "Linen Duvet Cover",
          14900,
          "Stone-washed linen with hidden buttons and long ties inside.",
          { Material: "Linen" },
        ],
        [
          "Percale Sheet Set",
          9900,
          "Crisp, matte and cool, like a good hotel.",
          { Material: "Cotton percale" },
        ],
        [
          "Wool Throw",
          8900,
          "A herringbone throw with a short fringe, big enough for two.",
          { Material: "Wool" },
        ],
        [
          "Waffle Bath Towel",
          3900,
          "Thin, thirsty, dry by evening.",
          { Material: "Cotton waffle" },
        ],
        ["Kitchen Towels", 2400, "Three heavy towels that polish glasses without lint."],
        ["Cushion Cover", 2900, "A plain front, a contrast piping and a zip that hides."],
        ["Table Runner", 3400, "A long run of linen with mitred corners.", { Material: "Linen" }],
        ["Door Mat", 4400, "Coir on rubber; it takes the mud and keeps it.", { Material: "Coir" }],
        ["Blackout Curtain", 6900, "Lined, weighted and dark at noon."],
      ],
    },
    {
      name: "Lighting & Decor",
      slug: "lighting-decor",
      code: "LGT",
      brands: ["Lumo Home", "Copperfield", "Kiln Yard"],
      options: [smallOrLarge],
      attributes: {
        Material: ["Brass", "Stoneware", "Glass", "Oak"],
        Dimmable: [true, false],
      },
      notes: [
        "Wrapped in paper, without plastic.",
        "Each piece differs a little; that is the hand of the maker.",
      ],
      items: [
        ["Arc Desk Lamp", 8900, "A balanced arm that stays where you leave it."],
        ["Paper Globe Pendant", 4900, "Warm, even light for little money.", { Material: "Paper" }],
        [
          "Brass Wall Light",
          11900,
          "A swivelling shade for reading in bed without waking anyone.",
          { Material: "Brass" },
        ],
        [
          "Stoneware Vase",
          4400,
          "A narrow neck for three stems or a single branch.",
          { Material: "Stoneware", Dimmable: null },
        ],
        [
          "Round Mirror",
          9900,
          "A thin oak frame and a hanging wire that takes the weight.",
          { Material: "Oak", Dimmable: null },
        ],
        ["Candle Holder", 2400, "Low, wide and hard to knock over.", { Dimmable: null }],
        [
          "Wall Clock",
          5900,
          "A silent movement and numerals you can read from the hall.",
          { Dimmable: null },
        ],
        [
          "Picture Frame",
          2900,
          "Real glass, a deep mount and a stand on the back.",
          { Material: "Oak", Dimmable: null },
        ],
        [
          "Plant Pot",
          3400,
          "A glazed pot with a saucer that belongs to it.",
          { Material: "Stoneware", Dimmable: null },
        ],
      ],
    },
  ],
};
