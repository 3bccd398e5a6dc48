/** Answers kept, and the longest description, in bytes, of a configuration whose answer is kept. */
const MAX_ANSWERS = 256
const MAX_DESCRIPTION = 16_384

/**
 * `check` with a memory: a configuration opens its coder once, however many ask for it, even at the same time.
 * The oldest answer goes when there are too many.
 */
export function remembered<Config extends { codec: string; description?: Uint8Array }>(
  check: (config: Config) => Promise<boolean>,
): (config: Config) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>()
  return config => {
    if (config.description && config.description.byteLength > MAX_DESCRIPTION) return check(config)
    const key = JSON.stringify(config)
    const known = answers.get(key)
    if (known) return known
    const answer = check(config)
    answers.set(key, answer)
    answer.catch(() => answers.delete(key))
    for (const oldest of answers.keys()) {
      if (answers.size <= MAX_ANSWERS) break
      answers.delete(oldest)
    }
    return answer
  }
}
