import type { AislePlan } from "../plans";
import { packSizes, smallOrLarge } from "./options";

export const beauty: AislePlan = {
  name: "Beauty & Care",
  slug: "beauty-care",
  shelves: [
    {
      name: "Skin Care",
      slug: "skin-care",
      code: "SKN",
      brands: ["Alba Botanics", "Dune", "Fleur & Fold"],
      options: [smallOrLarge],
      attributes: {
        "Skin type": ["All", "Dry", "Oily", "Sensitive"],
        Vegan: [true, false],
      },
      notes: ["Free of perfume and dyes.", "The packaging is only paper and glass."],
      items: [
        ["Gentle Cleansing Milk", 1800, "Takes off the day without taking off the skin."],
        ["Daily Face Cream SPF 30", 2600, "Light cream that sinks in before the coffee is ready."],
        ["Night Repair Oil", 3400, "Rosehip, squalane and a pipette that does not drip."],
        ["Hydrating Serum", 2900, "Hyaluronic acid in three weights for skin that feels tight."],
        ["Clay Mask", 2200, "Ten minutes on Sunday, calm until Wednesday."],
        ["Lip Balm Tin", 900, "Beeswax and almond oil in a tin that opens with one hand."],
        ["Hand Salve", 1500, "A thick salve for gardeners, climbers and nurses."],
        ["Toning Mist", 1700, "Rose water in a fine spray for flights and offices."],
        ["Eye Gel", 2400, "Cooling, quick and kind to contact lenses."],
      ],
    },
    {
      name: "Bath & Shaving",
      slug: "bath-shaving",
      code: "BTH",
      brands: ["Barber Row", "Alba Botanics", "Stillwater"],
      options: [packSizes],
      attributes: {
        Scent: ["Unscented", "Cedar", "Citrus", "Lavender"],
        "Palm-oil free": [true, false],
      },
      notes: ["Made in small batches.", "The carton is printed with soy ink."],
      items: [
        ["Cedar Soap Bar", 800, "A hard, slow-burning bar with a clean forest smell."],
        ["Solid Shampoo", 1200, "One bar, seventy washes, no bottle."],
        ["Shaving Cream", 1600, "Dense lather that leaves time for a second thought."],
        ["Safety Razor", 3900, "A heavy brass razor with a butterfly head."],
        [
          "Badger-Free Brush",
          2900,
          "Synthetic fibres as soft as the real thing, and quicker to dry.",
        ],
        ["Bath Salts", 1500, "Coarse sea salt and eucalyptus for a cold evening."],
        ["Body Lotion", 1700, "Oat and shea in a pump that reaches the last drop."],
        ["Deodorant Cream", 1100, "A fingertip is enough for the day."],
        ["Bamboo Toothbrushes", 900, "Soft bristles, compostable handles, four colours of ring."],
      ],
    },
  ],
};
