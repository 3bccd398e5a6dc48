/** THIRD_PARTY_NOTICES: whose work an addon contains, under which terms, and where its source is. */
import type { Component } from './component.js'

const RULE = '='.repeat(80)

export function notices(subject: string, licence: string, components: readonly Component[]): string {
  const head = [
    `${subject} contains the work of others.`,
    '',
    `As a whole it is under: ${licence}`,
    'How to build it again, with changed libraries too: docs/packaging.md of webcodecs-native.',
  ]
  return [...head, ...components.flatMap(section), ''].join('\n')
}

function section({ name, version, licence, origin, sources, texts, note }: Component): string[] {
  return [
    ...['', RULE, `${name} ${version}`, `Licence: ${licence}`, `Source: ${origin}`],
    ...sources.map(({ location, sha256 }) => `  ${location}\n  SHA-256 ${sha256}`),
    ...(note ? ['', note] : []),
    ...texts.flatMap(text => ['', text.replaceAll('\r\n', '\n').trim()]),
  ]
}
