/** Sums the samples of one metric in Prometheus' text format; those whose labels the predicate takes. */
export function sumMetric(
  text: string,
  name: string,
  isWanted: (labels: Readonly<Record<string, string>>) => boolean = () => true,
): number {
  let sum = 0;
  for (const line of text.split("\n")) {
    const [, labels = "", value] = /^\w+(?:\{(.*)\})? ([^ ]+)$/.exec(line) ?? [];
    const isOther = line[name.length] !== "{" && line[name.length] !== " ";
    if (value === undefined || !line.startsWith(name) || isOther) continue;
    if (isWanted(readLabels(labels))) sum += Number(value);
  }
  return sum;
}

function readLabels(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, value]));
}
