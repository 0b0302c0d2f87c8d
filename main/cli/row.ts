/** A row of a report: a label, and its value folded to the usual width of a terminal. Pure. */
const WIDTH = 80;
/** Where the values begin. */
const INDENT = 15;

/** The lines of the value stand below each other, after the label. */
export function row(label: string, value: string): string {
  const lines = [''];
  for (const word of value.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && INDENT + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return `  ${label.padEnd(INDENT - 3)} ${lines.join(`\n${' '.repeat(INDENT)}`)}`;
}
