/** One line of a comparison: kept, removed or added. */
interface Edit {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

const CONTEXT_LINES = 2;

/**
 * A readable line diff: removed lines with `-`, added ones with `+`, two lines around each change, and `…` where
 * equal lines are left out. Empty when both texts are equal.
 */
export function textDiff(before: string, after: string): string {
  if (before === after) return "";
  const edits = compareLines(before.split("\n"), after.split("\n"));
  const isShown = edits.map(() => false);
  edits.forEach((edit, index) => {
    if (edit.mark === " ") return;
    const first = Math.max(0, index - CONTEXT_LINES);
    const last = Math.min(edits.length - 1, index + CONTEXT_LINES);
    isShown.fill(true, first, last + 1);
  });
  const lines: string[] = [];
  edits.forEach((edit, index) => {
    if (isShown[index]) lines.push(`${edit.mark} ${edit.line}`.trimEnd());
    else if (lines.at(-1) !== "…") lines.push("…");
  });
  return lines.join("\n");
}

/** Trims what both ends share, since a schema change is small and the table below is quadratic. */
function compareLines(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const longestEnd = Math.min(before.length, after.length) - start;
  while (end < longestEnd && before.at(-1 - end) === after.at(-1 - end)) end++;
  const keep = (line: string): Edit => ({ mark: " ", line });
  return [
    ...before.slice(0, start).map(keep),
    ...longestCommonEdits(
      before.slice(start, before.length - end),
      after.slice(start, after.length - end),
    ),
    ...before.slice(before.length - end).map(keep),
  ];
}

/** The edits of a longest common subsequence, by the textbook table. */
function longestCommonEdits(before: readonly string[], after: readonly string[]): Edit[] {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const lengthAt = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        before[row] === after[column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
    }
  }
  const edits: Edit[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    const removed = before[row];
    const added = after[column];
    if (removed !== undefined && removed === added) {
      edits.push({ mark: " ", line: removed });
      row++;
      column++;
    } else if (
      removed !== undefined &&
      (added === undefined || lengthAt(row + 1, column) >= lengthAt(row, column + 1))
    ) {
      edits.push({ mark: "-", line: removed });
      row++;
    } else if (added !== undefined) {
      edits.push({ mark: "+", line: added });
      column++;
    }
  }
  return edits;
}
