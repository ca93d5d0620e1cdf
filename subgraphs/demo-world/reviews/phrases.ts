/** How content a review is; its stars follow. */
export type Mood = "HAPPY" | "FAIR" | "UNHAPPY";

export const openings: Readonly<Record<Mood, readonly string[]>> = {
  HAPPY: [
    "Exactly what I was hoping for.",
    "Even better than in the pictures.",
    "I have bought this twice now.",
    "Bought it as a gift and kept it.",
    "After a month of daily use I am still glad about it.",
    "Arrived a day early and well packed.",
    "A colleague recommended it, and she was right.",
    "Worth every cent.",
  ],
  FAIR: [
    "Does what it says, no more.",
    "Good, with one or two small things.",
    "Decent for the price.",
    "I like it, but I had expected a little more.",
    "Fine once I got used to it.",
    "Solid, nothing special.",
  ],
  UNHAPPY: [
    "Not for me, I am afraid.",
    "I wanted to like it.",
    "Disappointed after the good reviews.",
    "It took eight days and then this.",
    "The pictures flatter it.",
  ],
};

/** What people say about the goods of a top category, by its slug. */
export const details: Readonly<Record<string, Readonly<Record<Mood, readonly string[]>>>> = {
  apparel: {
    HAPPY: [
      "The fabric feels lovely and it washes well.",
      "Fits as if made for me.",
      "The seams are straight and the cut is flattering.",
    ],
    FAIR: [
      "Runs a little large, so size down.",
      "The color is duller than on my screen.",
      "Needed one wash to soften.",
    ],
    UNHAPPY: [
      "The sleeves are far too short.",
      "It pilled after two washes.",
      "A seam came open within a week.",
    ],
  },
  shoes: {
    HAPPY: [
      "Comfortable from the first step.",
      "No blisters after a whole day in town.",
      "The sole still looks new after a hundred kilometres.",
    ],
    FAIR: [
      "A bit narrow at the toes.",
      "They needed a week to break in.",
      "The laces are too long.",
    ],
    UNHAPPY: [
      "The heel rubs whatever I do.",
      "The glue is giving up already.",
      "Half a size smaller than usual.",
    ],
  },
  electronics: {
    HAPPY: [
      "Set up in two minutes and has not let me down.",
      "The battery lasts longer than they promise.",
      "Feels solid and looks good on the desk.",
    ],
    FAIR: [
      "The manual could be clearer.",
      "The status light is too bright at night.",
      "Good hardware; I could do without the plastic smell of the first days.",
    ],
    UNHAPPY: [
      "It drops the connection twice a day.",
      "One of the buttons sticks.",
      "Gets warmer than I am comfortable with.",
    ],
  },
  kitchen: {
    HAPPY: [
      "Heats evenly and cleans up in a minute.",
      "Heavy in the good sense.",
      "My most used thing in the kitchen by now.",
    ],
    FAIR: [
      "Heavier than I thought.",
      "Good, but read the care notes first.",
      "The handle could be longer.",
    ],
    UNHAPPY: [
      "It wobbles on a flat hob.",
      "Rust spots after the first wash.",
      "The finish was scratched on arrival.",
    ],
  },
  books: {
    HAPPY: [
      "I read it in two evenings and started again.",
      "Clear, funny and wise.",
      "The last chapter stayed with me for days.",
    ],
    FAIR: [
      "A slow start, then it takes off.",
      "The middle could be shorter.",
      "Good, though the print is small.",
    ],
    UNHAPPY: [
      "I gave up half way.",
      "The binding cracked on page forty.",
      "It promises more than it explains.",
    ],
  },
  outdoor: {
    HAPPY: [
      "Kept us dry through three days of rain.",
      "Light, tough and well thought out.",
      "Went over the pass with me and back.",
    ],
    FAIR: [
      "Packs a little larger than stated.",
      "The instructions are only pictures.",
      "Good in summer, cool in October.",
    ],
    UNHAPPY: [
      "A zip broke on the second trip.",
      "It leaks at the seams.",
      "Too heavy to carry far.",
    ],
  },
  "toys-games": {
    HAPPY: [
      "The children ask for it every evening.",
      "Beautifully made and no plastic.",
      "Grandparents and kids play it together.",
    ],
    FAIR: [
      "The rules need two readings.",
      "Nice, but smaller than expected.",
      "Better for older children.",
    ],
    UNHAPPY: ["One piece was missing.", "The paint comes off.", "Interesting for ten minutes."],
  },
  "beauty-care": {
    HAPPY: [
      "My skin has calmed down since I use it.",
      "The scent is discreet and clean.",
      "A little goes a long way.",
    ],
    FAIR: [
      "Takes a while to sink in.",
      "Nice, but the jar is small.",
      "I would prefer it without any scent.",
    ],
    UNHAPPY: [
      "It gave me a rash.",
      "The lid leaked in my bag.",
      "I notice no difference after six weeks.",
    ],
  },
  home: {
    HAPPY: [
      "It makes the room.",
      "The quality shows when you touch it.",
      "Goes with everything we have.",
    ],
    FAIR: ["The color is warmer than shown.", "Took an evening to put up.", "Nice, a little thin."],
    UNHAPPY: [
      "Arrived with a chip in the corner.",
      "It shrank in spite of what they say.",
      "Smaller than the picture suggests.",
    ],
  },
  sports: {
    HAPPY: [
      "Has seen fifty sessions and looks new.",
      "Good grip, good weight.",
      "The whole club has them now.",
    ],
    FAIR: ["Smells of rubber for a week.", "Good for beginners.", "Could use a better bag."],
    UNHAPPY: [
      "It lost its shape within a month.",
      "Slippery when wet.",
      "The stitching came loose.",
    ],
  },
  grocery: {
    HAPPY: [
      "Tastes the way it used to.",
      "Fresh, and the date was far away.",
      "The big pack was gone in a week.",
    ],
    FAIR: [
      "Good, though I have had better.",
      "A little too mild for me.",
      "Tasty, but the pack does not close again.",
    ],
    UNHAPPY: ["It was stale when it came.", "Far too salty.", "The pack was open in the box."],
  },
  office: {
    HAPPY: [
      "My desk has not been this tidy in years.",
      "A pleasure to use every morning.",
      "Simple and well finished.",
    ],
    FAIR: [
      "Does the job, a bit wobbly.",
      "Good, though it comes in few colors.",
      "Slightly smaller than A4 folders need.",
    ],
    UNHAPPY: ["Bent in the post.", "The edges are sharp.", "It fell apart after three weeks."],
  },
};

export const closings: Readonly<Record<Mood, readonly string[]>> = {
  HAPPY: ["Would buy again.", "Thank you!", "Highly recommended.", "", ""],
  FAIR: ["Let us see how it lasts.", "Three weeks in.", "", ""],
  UNHAPPY: ["I shall send it back.", "Support was friendly, at least.", "", ""],
};

export const staffReplies: Readonly<Record<Mood, readonly string[]>> = {
  HAPPY: ["Thank you for the kind words!", "We are glad you like it."],
  FAIR: [
    "Thank you, we have passed this on to the maker.",
    "Good point, we will make the description clearer.",
  ],
  UNHAPPY: [
    "We are sorry. Please write to us with the order number and we will put it right.",
    "That should not happen; a replacement is yours if you want one.",
  ],
};
