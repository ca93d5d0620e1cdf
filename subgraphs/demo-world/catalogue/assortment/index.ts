import type { AislePlan } from "../plans";
import { apparel } from "./apparel";
import { beauty } from "./beauty";
import { books } from "./books";
import { electronics } from "./electronics";
import { grocery } from "./grocery";
import { home } from "./home";
import { kitchen } from "./kitchen";
import { office } from "./office";
import { outdoor } from "./outdoor";
import { shoes } from "./shoes";
import { sports } from "./sports";
import { toys } from "./toys";

/** Everything the demo shop sells, in the order of its menu. */
export const assortment: readonly AislePlan[] = [
  apparel,
  shoes,
  electronics,
  kitchen,
  books,
  outdoor,
  toys,
  beauty,
  home,
  sports,
  grocery,
  office,
];
