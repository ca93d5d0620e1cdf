import type { Invariant } from "../invariant";
import { reportRows } from "../query";

const OUT_OF_BOUNDS = `
  SELECT sku_id AS skuId, concat('on hand ', on_hand, ', reserved ', reserved) AS detail
  FROM sku_stock WHERE reserved < 0 OR on_hand < reserved`;

export const stockBounds: Invariant = {
  name: "I1",
  sentence: "Of every SKU, on hand ≥ reserved ≥ 0.",
  check: ({ sources }, findings) => reportRows(findings, sources.product, OUT_OF_BOUNDS),
};
