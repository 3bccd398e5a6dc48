/** Tables as Markdown, row by row as they are found. */

export const print = (...cells: (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`)

export function heading(...cells: string[]): void {
  print(...cells)
  print(...cells.map(() => '---'))
}
