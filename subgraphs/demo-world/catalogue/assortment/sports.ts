import type { AislePlan } from "../plans";
import { smallOrLarge, threeColors } from "./options";

export const sports: AislePlan = {
  name: "Sports",
  slug: "sports",
  shelves: [
    {
      name: "Fitness & Yoga",
      slug: "fitness-yoga",
      code: "FIT",
      brands: ["Kestrel", "Stillwater", "Forma"],
      options: [threeColors],
      attributes: {
        Level: ["Beginner", "Intermediate", "Advanced"],
        Material: ["Natural rubber", "Cork", "Steel", "Cotton"],
      },
      notes: ["A ten-week plan is printed inside the box.", "It rolls or stacks away under a bed."],
      items: [
        [
          "Grip Yoga Mat",
          6900,
          "A dense mat that does not slide, even in a hot room.",
          { Material: "Natural rubber" },
        ],
        ["Cork Yoga Block", 1900, "Firm edges, warm to the touch.", { Material: "Cork" }],
        [
          "Kettlebell",
          4900,
          "A smooth handle and a flat base that stays upright.",
          { Material: "Steel" },
        ],
        [
          "Resistance Bands",
          2400,
          "Five strengths and a door anchor in a bag.",
          { Material: "Natural rubber" },
        ],
        [
          "Foam Roller",
          3400,
          "Hard enough to help, soft enough to use again.",
          { Material: "Recycled foam" },
        ],
        [
          "Adjustable Dumbbell",
          14900,
          "From two to twenty-four kilos with a twist.",
          { Material: "Steel" },
        ],
        [
          "Jump Rope",
          1800,
          "A thin steel cable on bearings, cut to your height.",
          { Material: "Steel" },
        ],
        [
          "Pull-Up Bar",
          4400,
          "Wedges into a door frame and leaves no marks.",
          { Material: "Steel" },
        ],
        [
          "Balance Board",
          5900,
          "A rocker under the desk for restless feet.",
          { Material: "Birch plywood" },
        ],
      ],
    },
    {
      name: "Team & Racket",
      slug: "team-racket",
      code: "TEM",
      brands: ["Strada", "Courtside", "Forma"],
      options: [smallOrLarge],
      attributes: {
        Sport: ["Football", "Basketball", "Tennis", "Badminton"],
        Indoor: [true, false],
      },
      notes: [
        "Clubs that order ten or more get one on the house.",
        "Built for school halls and rainy pitches.",
      ],
      items: [
        [
          "Match Football",
          3900,
          "Thermally bonded panels that keep their flight in the wet.",
          { Sport: "Football" },
        ],
        [
          "Street Basketball",
          3400,
          "A deep pebble that survives asphalt.",
          { Sport: "Basketball" },
        ],
        [
          "Club Tennis Racket",
          8900,
          "A forgiving head, strung and ready to play.",
          { Sport: "Tennis" },
        ],
        [
          "Badminton Set",
          5900,
          "Four rackets, a net and posts that stand on grass.",
          { Sport: "Badminton", Indoor: false },
        ],
        [
          "Table Tennis Bats",
          2900,
          "A pair with honest rubber and three balls.",
          { Sport: "Table tennis" },
        ],
        [
          "Volleyball",
          3600,
          "Soft touch, bright panels, easy to see at dusk.",
          { Sport: "Volleyball" },
        ],
        [
          "Goalkeeper Gloves",
          4400,
          "Latex palms and a strap that stays closed.",
          { Sport: "Football" },
        ],
        [
          "Shin Guards",
          2200,
          "Light shells on a sleeve that does not wander.",
          { Sport: "Football" },
        ],
        [
          "Team Kit Bag",
          5400,
          "A wet compartment, a dry one, and a number window.",
          { Sport: null, Indoor: null },
        ],
      ],
    },
  ],
};
