/**
 * The package where its addon was not installed: says of each way to load it whether the error is the one that the
 * first argument names. The others are the ways.
 */
import { createRequire } from 'node:module'

const WAYS = {
  import: () => import('webcodecs-native'),
  require: async () => createRequire(import.meta.url)('webcodecs-native'),
}

const [problem, ...ways] = process.argv.slice(2)
for (const way of ways) {
  const told = await WAYS[way]().then(
    () => 'is loaded',
    error => `${error?.code} ${error?.problem}`,
  )
  console.log(`${way}: ${told === `ERR_WEBCODECS_NATIVE_LOAD ${problem}` ? 'done' : told}`)
}
