import type { AislePlan } from "../plans";
import { bookFormats } from "./options";

export const books: AislePlan = {
  name: "Books",
  slug: "books",
  shelves: [
    {
      name: "Fiction",
      slug: "fiction",
      code: "FIC",
      brands: ["Lantern Press", "Quay Street Books", "Halfmoon"],
      options: [bookFormats],
      attributes: {
        Language: ["English"],
        Pages: [224, 288, 312, 368, 416, 512],
        Genre: ["Literary", "Mystery", "Science fiction", "Historical"],
      },
      notes: [
        "Shortlisted by readers of three bookshop newsletters.",
        "With a note by the author on how it came to be.",
      ],
      items: [
        [
          "The Lighthouse Ledger",
          1600,
          "A bookkeeper inherits a lighthouse, its debts and the question of who lit the lamp.",
          { Genre: "Literary" },
        ],
        [
          "Salt Roads",
          1700,
          "Two sisters follow a caravan that history says never existed.",
          { Genre: "Historical" },
        ],
        [
          "The Quiet Engine",
          1500,
          "A repair crew finds a generation ship that has been answering letters.",
          { Genre: "Science fiction" },
        ],
        [
          "Nine Winters at Halden",
          1800,
          "A village, a dam, and nine years of people not saying what they mean.",
          { Genre: "Literary" },
        ],
        [
          "The Cartographer Lies",
          1600,
          "A map with one invented island sends a clerk to sea.",
          { Genre: "Historical" },
        ],
        [
          "Murder at Tidewater Hall",
          1400,
          "A snowed-in regatta, a missing cup and a cook who notices everything.",
          { Genre: "Mystery" },
        ],
        [
          "Letters to a Former Planet",
          1500,
          "Forty-one letters, one sender, and a reply time of eleven years.",
          { Genre: "Science fiction" },
        ],
        [
          "The Orchard Thief",
          1500,
          "Someone takes one apple a night. The village begins to hope it never stops.",
          { Genre: "Mystery" },
        ],
        [
          "A Short History of Rain",
          1700,
          "Four generations of a family that measures the weather for a living.",
          { Genre: "Historical" },
        ],
      ],
    },
    {
      name: "Non-Fiction",
      slug: "non-fiction",
      code: "NON",
      brands: ["Lantern Press", "Fieldhouse", "Open Bench"],
      options: [bookFormats],
      attributes: {
        Language: ["English"],
        Pages: [192, 240, 304, 352, 480],
        Subject: ["Cooking", "Science", "Technology", "Nature"],
      },
      notes: ["Illustrated throughout.", "With an index that is actually useful."],
      items: [
        [
          "Bread in Four Acts",
          2200,
          "Flour, water, salt, time: a baking course that starts with failure.",
          { Subject: "Cooking" },
        ],
        [
          "The Patient Gardener",
          2400,
          "A year in a small garden, week by week, mistakes included.",
          { Subject: "Nature" },
        ],
        [
          "Systems That Fail Well",
          3400,
          "Why some machines break politely and how to build more of them.",
          { Subject: "Technology" },
        ],
        [
          "The Shape of Sound",
          2600,
          "What a concert hall, a bat and a bad phone line have in common.",
          { Subject: "Science" },
        ],
        [
          "Walking the Watershed",
          1900,
          "A river followed on foot from drip to delta.",
          { Subject: "Nature" },
        ],
        [
          "Numbers for the Curious",
          2100,
          "Everyday mathematics without the sermon.",
          { Subject: "Science" },
        ],
        [
          "Pickle Everything",
          2300,
          "Eighty jars, from cucumbers in an hour to plums in a year.",
          { Subject: "Cooking" },
        ],
        [
          "Night Sky Notebook",
          2000,
          "What to look at this month with nothing but your eyes.",
          { Subject: "Science" },
        ],
        [
          "The Repair Manual",
          2700,
          "Zips, hinges, chairs, kettles: how to mend what you own.",
          { Subject: "Technology" },
        ],
      ],
    },
  ],
};
