/** Why a translated view or trigger is not made: nothing shows that it is the same. */
export class NotProved extends Error {}
