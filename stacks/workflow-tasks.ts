/** The functions each machine calls, by file name in functions/workflow; its definition names them the same way. */
export const workflowTasks = {
  approval: ["advance-ticket", "arm-ticket"],
  run: ["advance-order", "dispatch-node", "poll-node", "arm-order", "continue-order"],
} as const;

/** A state machine of this product. */
export type Machine = keyof typeof workflowTasks;
