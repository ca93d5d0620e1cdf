import type { ChoicePlan, OptionPlan } from "../plans";

const colors: readonly ChoicePlan[] = [
  ["Black", "BLK"],
  ["White", "WHT"],
  ["Navy", "NVY"],
  ["Olive", "OLV"],
  ["Rust", "RST"],
  ["Grey", "GRY"],
  ["Sand", "SND"],
];

export const twoColors: OptionPlan = { name: "Color", choices: colors, take: 2 };
export const threeColors: OptionPlan = { name: "Color", choices: colors, take: 3 };

export const clothingSizes: OptionPlan = {
  name: "Size",
  choices: [
    ["S", "S"],
    ["M", "M"],
    ["L", "L"],
  ],
};

export const shoeSizes: OptionPlan = {
  name: "Size",
  choices: [
    ["38", "38"],
    ["40", "40"],
    ["42", "42"],
    ["44", "44"],
    ["46", "46"],
  ],
};

export const bookFormats: OptionPlan = {
  name: "Format",
  choices: [
    ["Paperback", "PB"],
    ["Hardcover", "HC", 900],
    ["Large print", "LP", 600],
  ],
};

export const packSizes: OptionPlan = {
  name: "Pack",
  choices: [
    ["Single", "P1"],
    ["Pack of 3", "P3", 1_200],
    ["Pack of 6", "P6", 2_600],
  ],
};

export const smallOrLarge: OptionPlan = {
  name: "Size",
  choices: [
    ["Small", "SM"],
    ["Medium", "MD", 700],
    ["Large", "LG", 1_500],
  ],
};
