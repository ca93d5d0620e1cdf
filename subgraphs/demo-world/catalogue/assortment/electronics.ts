import type { AislePlan } from "../plans";
import { threeColors } from "./options";

export const electronics: AislePlan = {
  name: "Electronics",
  slug: "electronics",
  shelves: [
    {
      name: "Audio",
      slug: "audio",
      code: "AUD",
      brands: ["Lumo", "Tonfeld", "Aria Works"],
      options: [threeColors],
      attributes: {
        Bluetooth: ["5.2", "5.3", "5.4"],
        "Battery (h)": [8, 12, 24, 36, 50],
        "Noise cancelling": [true, false],
      },
      notes: [
        "Every part can be replaced with a screwdriver.",
        "Two years of warranty and spare parts for seven.",
      ],
      items: [
        [
          "Tonfeld Over-Ear Headphones",
          19900,
          "Closed headphones with an even, unhurried sound and soft pads.",
          { "Battery (h)": 36, "Noise cancelling": false },
        ],
        [
          "Lumo Buds",
          8900,
          "Small in-ear buds with a case no bigger than a matchbox.",
          { "Battery (h)": 8, "Noise cancelling": false },
        ],
        [
          "Lumo Buds Pro",
          14900,
          "The buds with noise cancelling, wireless charging and four microphones.",
          { "Battery (h)": 12, "Noise cancelling": true },
        ],
        [
          "Pebble Travel Speaker",
          5900,
          "A palm-sized speaker that clips to a rucksack and shrugs off rain.",
          { "Battery (h)": 24, "Noise cancelling": null },
        ],
        [
          "Shelf Stereo Pair",
          24900,
          "Two powered bookshelf speakers with a phono input.",
          { "Battery (h)": null, "Noise cancelling": null },
        ],
        [
          "Kitchen Radio",
          9900,
          "FM, DAB and internet stations behind one good knob.",
          { "Battery (h)": null, "Noise cancelling": null },
        ],
        [
          "Record Player One",
          22900,
          "A belt-drive turntable with a built-in preamp that can be switched off.",
          { "Battery (h)": null, "Noise cancelling": null },
        ],
        [
          "Studio Condenser Microphone",
          12900,
          "A cardioid USB microphone that flatters speech.",
          { Bluetooth: null, "Battery (h)": null, "Noise cancelling": null },
        ],
        [
          "Soundbar Compact",
          17900,
          "Fits under a small television and makes dialogue clear again.",
          { "Battery (h)": null, "Noise cancelling": null },
        ],
      ],
    },
    {
      name: "Computers & Accessories",
      slug: "computers-accessories",
      code: "CMP",
      brands: ["Lumo", "Brix", "Meridian"],
      options: [threeColors],
      attributes: {
        Connection: ["USB-C", "Bluetooth", "USB-C and Bluetooth"],
        "Weight (g)": [90, 180, 320, 640, 900],
      },
      notes: [
        "Works with Windows, macOS and Linux without a driver.",
        "Packed in cardboard only, without plastic.",
      ],
      items: [
        [
          "Brix Mechanical Keyboard",
          11900,
          "A compact keyboard with hot-swappable switches and a solid frame.",
        ],
        [
          "Brix Low-Profile Keyboard",
          8900,
          "Flat keys, quiet travel and three devices at one touch.",
        ],
        ["Vertical Mouse", 4900, "A handshake grip that takes the strain off the wrist."],
        ["Meridian Travel Mouse", 3400, "A flat mouse that wakes when you pick it up."],
        [
          "Seven-Port Dock",
          13900,
          "One cable to the laptop; screens, network and power behind it.",
          { Connection: "USB-C" },
        ],
        [
          "Laptop Stand",
          5400,
          "Folded aluminium that lifts the screen to eye level.",
          { Connection: null },
        ],
        [
          "65 W Wall Charger",
          3900,
          "Charges a laptop and a phone at once from a plug the size of an egg.",
          { Connection: "USB-C" },
        ],
        [
          "Power Bank 20",
          4900,
          "Twenty thousand milliamp hours and an honest percentage display.",
          { Connection: "USB-C" },
        ],
        [
          "Webcam 2K",
          7900,
          "A sharp, warm picture and a shutter that really closes.",
          { Connection: "USB-C" },
        ],
      ],
    },
  ],
};
