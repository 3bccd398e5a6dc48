/** Licences as SPDX expressions. */
import type { Component } from './component.js'

/** Terms that ask nothing of compiled programs: those of compilers' runtime libraries. */
const WITHOUT_CONDITIONS = /^\S+ WITH (GCC-exception-3\.1|LLVM-exception)$/

/** The expression for something made of all these components. MIT is taken where there is a choice with it. */
export function licenceOfAll(components: readonly Component[]): string {
  const terms = new Set(components.flatMap(({ licence }) => chosenTerms(licence)))
  const others = [...terms].filter(term => term !== 'MIT').sort()
  return ['MIT', ...others].join(' AND ')
}

/** The terms of an expression that have to be kept. */
export function chosenTerms(licence: string): string[] {
  if (WITHOUT_CONDITIONS.test(licence)) return []
  const all = licence.split(/\s+AND\s+(?![^(]*\))/) // not within parentheses
  return all.map(term => {
    const choices = term.replace(/^\(|\)$/g, '').split(/\s+OR\s+/)
    if (choices.includes('MIT')) return 'MIT'
    return choices.length > 1 ? `(${choices.join(' OR ')})` : term
  })
}
