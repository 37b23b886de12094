/** The tactics of MITRE ATT&CK for Enterprise, version 19, which split Defense Evasion into Stealth and Defense Impairment. */
export const tactics = {
  TA0043: 'Reconnaissance',
  TA0042: 'Resource Development',
  TA0001: 'Initial Access',
  TA0002: 'Execution',
  TA0003: 'Persistence',
  TA0004: 'Privilege Escalation',
  TA0005: 'Stealth',
  TA0112: 'Defense Impairment',
  TA0006: 'Credential Access',
  TA0007: 'Discovery',
  TA0008: 'Lateral Movement',
  TA0009: 'Collection',
  TA0011: 'Command and Control',
  TA0010: 'Exfiltration',
  TA0040: 'Impact',
} as const;

/** A tactic's id, such as `TA0010`. */
export type Tactic = keyof typeof tactics;
