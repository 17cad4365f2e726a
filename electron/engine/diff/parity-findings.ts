/** What a comparison of plan and target has to say; see `compareObjects`. */
export interface Findings {
  missing: string[];
  notValid: string[];
}

/** Something is there, and is not as planned. */
export function differs(findings: Findings, label: string, expected: string, found: string): void {
  findings.missing.push(`${label}: ${expected} expected, ${found} found`);
}

/** Something is there, and does not hold. By plan that is only to be told; otherwise it is a difference too. */
export function notValid(findings: Findings, label: string, planned: boolean): void {
  findings.notValid.push(label);
  if (!planned) differs(findings, label, 'valid', 'not valid');
}
