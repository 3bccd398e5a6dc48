/** Something that the user can put right; its message is the one sentence they see. */
export class UserError extends Error {}
