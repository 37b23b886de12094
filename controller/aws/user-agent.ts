/** What tells the controller's calls from others in CloudTrail. A claim, so nothing is ever decided by it. */
export const userAgent = (version: string): [string, string][] => [['snapback', version]];
