import type { AislePlan } from "../plans";
import { shoeSizes } from "./options";

export const shoes: AislePlan = {
  name: "Shoes",
  slug: "shoes",
  shelves: [
    {
      name: "Sneakers & Running",
      slug: "sneakers-running",
      code: "SNK",
      brands: ["Strada", "Kestrel", "Plainfield"],
      options: [shoeSizes],
      attributes: {
        Upper: ["Engineered mesh", "Canvas", "Leather", "Recycled knit"],
        "Drop (mm)": [4, 6, 8, 10],
      },
      notes: [
        "True to size; half sizes go up.",
        "The insole comes out for washing or an orthotic.",
      ],
      items: [
        ["Kestrel Daily Trainer", 11900, "A balanced running shoe for easy miles and long weeks."],
        [
          "Kestrel Tempo",
          13900,
          "Lighter foam and a rocker sole for the days when you chase a time.",
        ],
        [
          "Ridge Trail Runner",
          12900,
          "Deep lugs, a rock plate and a gusseted tongue that keeps the grit out.",
        ],
        [
          "Court Classic",
          8900,
          "A low leather court shoe that looks better scuffed.",
          { Upper: "Leather" },
        ],
        [
          "Canvas Deck Shoe",
          5900,
          "A vulcanised sole and a canvas upper, made for boats and pavements.",
          { Upper: "Canvas" },
        ],
        [
          "City Knit Sneaker",
          7900,
          "A sock-like upper that slips on and stays on.",
          { Upper: "Recycled knit" },
        ],
        [
          "Retro Jogger",
          8400,
          "Suede overlays and a gum sole from the track season of 1978.",
          { Upper: "Suede" },
        ],
        ["High-Top Canvas", 6900, "Padded ankle, metal eyelets, no nonsense.", { Upper: "Canvas" }],
        [
          "Recovery Slide",
          3900,
          "A thick, contoured footbed for the hour after a race.",
          { Upper: "Foam", "Drop (mm)": null },
        ],
      ],
    },
    {
      name: "Boots & Leather",
      slug: "boots-leather",
      code: "BOT",
      brands: ["Fjellmark", "Alder & Sons", "Northgate"],
      options: [shoeSizes],
      attributes: {
        Upper: ["Full-grain leather", "Suede", "Nubuck", "Oiled leather"],
        Resoleable: [true, false],
      },
      notes: [
        "Wax it twice a season and it will outlive its laces.",
        "Allow a week of short walks to break it in.",
      ],
      items: [
        ["Chelsea Boot", 15900, "Elastic sides, a pull tab and a slim, stacked heel."],
        [
          "Desert Boot",
          11900,
          "Two eyelets and a crepe sole: the least you need and all you need.",
        ],
        [
          "Fjellmark Hiker",
          18900,
          "A mid-cut hiking boot with a waterproof lining and a stiff shank.",
        ],
        ["Moc-Toe Work Boot", 19900, "A wedge sole for standing all day on concrete."],
        ["Penny Loafer", 13900, "Hand-sewn vamp, leather lining, room for the coin."],
        ["Plain-Toe Derby", 16900, "A dark, quiet shoe for interviews and weddings."],
        ["Winter Pac Boot", 14900, "A felt liner and a rubber shell, rated to minus twenty."],
        ["Leather Sandal", 7900, "Two buckles and a cork footbed that takes your shape."],
        [
          "Garden Clog",
          4900,
          "Slip in, hose off, hang on the nail by the door.",
          { Upper: "Rubber", Resoleable: false },
        ],
      ],
    },
  ],
};
