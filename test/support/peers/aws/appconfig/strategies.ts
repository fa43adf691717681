import type { DeploymentStrategy } from "@aws-sdk/client-appconfig";

/** What AWS ships in every account. */
export const predefinedStrategies: readonly DeploymentStrategy[] = [
  strategy("AppConfig.AllAtOnce", 0, 100, 10),
  strategy("AppConfig.Linear50PercentEvery30Seconds", 1, 50, 1),
  strategy("AppConfig.Linear20PercentEvery6Minutes", 30, 20, 30),
  { ...strategy("AppConfig.Canary10Percent20Minutes", 20, 10, 10), GrowthType: "EXPONENTIAL" },
];

function strategy(Id: string, minutes: number, factor: number, bake: number): DeploymentStrategy {
  return {
    Id,
    Name: Id,
    DeploymentDurationInMinutes: minutes,
    GrowthType: "LINEAR",
    GrowthFactor: factor,
    FinalBakeTimeInMinutes: bake,
    ReplicateTo: "NONE",
  };
}
