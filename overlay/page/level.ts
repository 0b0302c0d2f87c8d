/** How something is, as its dot shows it. */
export type Level = 'good' | 'fair' | 'poor' | 'unknown';
