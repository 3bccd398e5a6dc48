/** The text with what stands between the lines `<!-- name -->` and `<!-- /name -->` replaced by `content`. */
export function between(text: string, name: string, content: string): string {
  const begin = `<!-- ${name} -->\n`
  const end = `<!-- /${name} -->`
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`The markers ${begin.trim()} and ${end} are missing.`)
  return `${text.slice(0, from + begin.length)}\n${content.trim()}\n\n${text.slice(to)}`
}
