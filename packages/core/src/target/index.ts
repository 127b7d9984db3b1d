// For the targets of provider packages: loaded with a target's first lead, so nothing that a call needs may import it.

export { createLeadTarget } from './create-target.ts';
export type { LeadChange, SentLead, TargetDefinition } from './target-definition.ts';
