import { entriesOf, type Framework } from './entry.ts';

/** Official names of the categories. Subcategories have no short names: they are shown with their category's. */
const categories: Readonly<Record<string, string>> = {
  'DE.AE': 'Adverse Event Analysis',
  'DE.CM': 'Continuous Monitoring',
  'GV.PO': 'Policy',
  'GV.RR': 'Roles, Responsibilities, and Authorities',
  'GV.SC': 'Cybersecurity Supply Chain Risk Management',
  'ID.AM': 'Asset Management',
  'ID.RA': 'Risk Assessment',
  'PR.AA': 'Identity Management, Authentication, and Access Control',
  'PR.DS': 'Data Security',
  'PR.IR': 'Technology Infrastructure Resilience',
  'PR.PS': 'Platform Security',
  'RS.AN': 'Incident Analysis',
  'RS.MI': 'Incident Mitigation',
};

const subcategories: Readonly<Record<string, readonly string[]>> = {
  'DE.AE': ['02', '03'],
  'DE.CM': ['01', '03', '06', '09'],
  'GV.PO': ['01'],
  'GV.RR': ['02'],
  'GV.SC': ['04', '06', '07', '10'],
  'ID.AM': ['02', '03', '04', '05', '07', '08'],
  'ID.RA': ['01', '05', '07', '09'],
  'PR.AA': ['01', '02', '03', '04', '05'],
  'PR.DS': ['01', '02', '10'],
  'PR.IR': ['01', '03'],
  'PR.PS': ['01', '04', '05', '06'],
  'RS.AN': ['03'],
  'RS.MI': ['01'],
};

/** https://doi.org/10.6028/NIST.CSWP.29 */
export const nistCsf: Framework = {
  name: 'NIST Cybersecurity Framework',
  version: '2.0',
  entries: Object.entries(subcategories).flatMap(([category, numbers]) =>
    numbers.map((n) => ({ id: `${category}-${n}`, title: categories[category] ?? category, url: 'https://doi.org/10.6028/NIST.CSWP.29' })),
  ),
};

/** Subcategories have no official short names; the words are ours. https://doi.org/10.6028/NIST.AI.100-1 */
export const nistAiRmf: Framework = {
  name: 'NIST AI Risk Management Framework',
  version: '1.0',
  entries: entriesOf(
    {
      'GOVERN 1.6': 'AI system inventory',
      'GOVERN 1.7': 'Safe decommissioning',
      'GOVERN 2.1': 'Clear roles and responsibilities',
      'GOVERN 3.2': 'Human oversight roles',
      'GOVERN 6.1': 'Third-party AI risk policies',
      'GOVERN 6.2': 'Third-party failure contingencies',
      'MANAGE 1.3': 'Responses to priority risks',
      'MANAGE 2.4': 'Means to deactivate AI systems',
      'MANAGE 3.1': 'Third-party risk monitoring',
      'MANAGE 3.2': 'Pre-trained model monitoring',
      'MANAGE 4.1': 'Post-deployment monitoring',
      'MANAGE 4.3': 'Incident communication',
      'MAP 3.5': 'Human oversight processes',
      'MAP 4.1': 'Third-party technology and legal risks',
      'MAP 4.2': 'Internal risk controls for components',
      'MEASURE 1.1': 'Choice of measurements',
      'MEASURE 2.4': 'Production behaviour monitoring',
      'MEASURE 2.7': 'Security and resilience evaluation',
      'MEASURE 2.8': 'Transparency and accountability',
      'MEASURE 3.1': 'Tracking of emergent risks',
    },
    () => 'https://doi.org/10.6028/NIST.AI.100-1',
  ),
};
