import type { AislePlan } from "../plans";
import { threeColors, twoColors } from "./options";

export const toys: AislePlan = {
  name: "Toys & Games",
  slug: "toys-games",
  shelves: [
    {
      name: "Wooden & Building",
      slug: "wooden-building",
      code: "WDN",
      brands: ["Kleinwerk", "Pip & Oak", "Brix Junior"],
      options: [threeColors],
      attributes: {
        "Age from": [1, 2, 3, 4, 6],
        Wood: ["Beech", "Maple", "Lime", "Birch plywood"],
      },
      notes: [
        "Finished with water-based lacquer.",
        "No batteries, no screens, no small parts for under threes.",
      ],
      items: [
        [
          "Unit Blocks",
          4900,
          "Fifty blocks in true proportions, so that two of these make one of those.",
        ],
        ["Marble Run", 6900, "Ramps, funnels and a seesaw that snaps together ten ways."],
        ["Train Loop", 5400, "An oval of track, a bridge and an engine that hooks by magnet."],
        ["Stacking Rainbow", 3400, "Seven arches that become caves, cradles and fences."],
        ["Little Workbench", 8900, "Screws, nuts and a vice at the height of a four-year-old."],
        ["Balance Bike", 9900, "Learn to steer first; pedals can wait."],
        ["Doll House", 12900, "Three floors, open on both sides, room for four hands."],
        ["Shape Sorter", 2600, "Six shapes, six holes and one that fits nowhere."],
        ["Pull-Along Duck", 2200, "Its feet slap the floor, which is the point."],
      ],
    },
    {
      name: "Games & Puzzles",
      slug: "games-puzzles",
      code: "GAM",
      brands: ["Halfmoon Games", "Kleinwerk", "Tabletop Union"],
      options: [twoColors],
      attributes: {
        Players: ["1", "2", "2-4", "3-6"],
        "Playing time (min)": [15, 30, 45, 60, 90],
      },
      notes: ["The rules fit on one page.", "Made from recycled board."],
      items: [
        [
          "Harbour Master",
          3900,
          "Load ships, read the tide and never trust the pilot.",
          { Players: "2-4" },
        ],
        [
          "Mushroom Market",
          2900,
          "A quick card game of bluffing, baskets and one poisonous joker.",
          { Players: "3-6", "Playing time (min)": 15 },
        ],
        [
          "Tiny Railways",
          4400,
          "Lay track across a continent in under an hour.",
          { Players: "2-4", "Playing time (min)": 45 },
        ],
        [
          "Chess Set",
          5900,
          "Weighted pieces on a folding board with felt underneath.",
          { Players: "2" },
        ],
        [
          "Night Garden Puzzle",
          2400,
          "A thousand pieces of moths, moon and dark green.",
          { Players: "1", "Playing time (min)": null },
        ],
        [
          "World Map Puzzle",
          2600,
          "Two hours for adults, a winter for children.",
          { Players: "1", "Playing time (min)": null },
        ],
        [
          "Go Board",
          6400,
          "A two-sided board, 9 and 19 lines, with double-convex stones.",
          { Players: "2" },
        ],
        [
          "Backgammon Case",
          4900,
          "A travelling case with cork lining, so the dice are quiet.",
          { Players: "2" },
        ],
        [
          "Story Dice",
          1600,
          "Nine dice, fifty-four pictures and no wrong answer.",
          { Players: "2-4", "Playing time (min)": 15 },
        ],
      ],
    },
  ],
};
