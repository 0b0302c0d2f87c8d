/** Changes when a client of before would misread what is said now; additions do not count. */
export const PROTOCOL_VERSION = 1;
