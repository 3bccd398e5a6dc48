/** What holds for a platform's package as a whole, as an SPDX expression: our own code and all that is linked into it. */
export const LICENCES = {
  lgpl: 'MIT AND BSD-2-Clause AND BSD-3-Clause AND ISC AND LGPL-2.0-or-later AND LGPL-2.1-or-later AND WTFPL',
  gpl: 'MIT AND BSD-2-Clause AND BSD-3-Clause AND GPL-2.0-or-later AND ISC AND LGPL-2.0-or-later AND WTFPL',
}
