/** The bill of materials, in CycloneDX 1.6. The same contents give the same text. */
import type { Component } from './component.js'

export interface Subject {
  name: string
  version: string
  licence: string
  /** The addon's own hash. */
  sha256: string
}

export function sbom(subject: Subject, components: readonly Component[]): string {
  const ref = `pkg:npm/${subject.name}@${subject.version}`
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'library',
        'bom-ref': ref,
        name: subject.name,
        version: subject.version,
        purl: ref,
        licenses: [{ expression: subject.licence }],
        hashes: [sha256(subject.sha256)],
      },
    },
    components: components.map(entry),
    dependencies: [{ ref, dependsOn: components.map(({ purl }) => purl) }],
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

const sha256 = (content: string) => ({ alg: 'SHA-256', content })

function entry({ name, version, purl, licence, sources }: Component) {
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [{ expression: licence }],
    externalReferences: sources.map(({ location, sha256: hash }) => ({
      type: 'source-distribution',
      url: location,
      hashes: [sha256(hash)],
    })),
  }
}
