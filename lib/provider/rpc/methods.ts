import type { MethodDefinition } from "@grpc/grpc-js";
import { tfplugin6 } from "./generated/messages";
import { unary, type Message } from "./method";

function method<RW, R extends RW, AW, A extends AW>(
  name: string,
  { Request, Response }: { readonly Request: Message<RW, R>; readonly Response: Message<AW, A> },
): MethodDefinition<RW, AW> {
  return unary<RW, AW>(`/tfplugin6.Provider/${name}`, Request, Response);
}

/** The calls of OpenTofu that we answer. To any other, grpc-js says "unimplemented". */
export const methods = {
  GetProviderSchema: method("GetProviderSchema", tfplugin6.GetProviderSchema),
  GetResourceIdentitySchemas: method("GetResourceIdentitySchemas", tfplugin6.GetResourceIdentitySchemas),
  GetFunctions: method("GetFunctions", tfplugin6.GetFunctions),
  UpgradeResourceIdentity: method("UpgradeResourceIdentity", tfplugin6.UpgradeResourceIdentity),
  CallFunction: method("CallFunction", tfplugin6.CallFunction),
  ValidateProviderConfig: method("ValidateProviderConfig", tfplugin6.ValidateProviderConfig),
  ConfigureProvider: method("ConfigureProvider", tfplugin6.ConfigureProvider),
  StopProvider: method("StopProvider", tfplugin6.StopProvider),
  ValidateResourceConfig: method("ValidateResourceConfig", tfplugin6.ValidateResourceConfig),
  UpgradeResourceState: method("UpgradeResourceState", tfplugin6.UpgradeResourceState),
  ReadResource: method("ReadResource", tfplugin6.ReadResource),
  PlanResourceChange: method("PlanResourceChange", tfplugin6.PlanResourceChange),
  ApplyResourceChange: method("ApplyResourceChange", tfplugin6.ApplyResourceChange),
  ImportResourceState: method("ImportResourceState", tfplugin6.ImportResourceState),
  MoveResourceState: method("MoveResourceState", tfplugin6.MoveResourceState),
  ValidateDataResourceConfig: method("ValidateDataResourceConfig", tfplugin6.ValidateDataResourceConfig),
  ReadDataSource: method("ReadDataSource", tfplugin6.ReadDataSource),
  ValidateEphemeralResourceConfig: method("ValidateEphemeralResourceConfig", tfplugin6.ValidateEphemeralResourceConfig),
  OpenEphemeralResource: method("OpenEphemeralResource", tfplugin6.OpenEphemeralResource),
  RenewEphemeralResource: method("RenewEphemeralResource", tfplugin6.RenewEphemeralResource),
  CloseEphemeralResource: method("CloseEphemeralResource", tfplugin6.CloseEphemeralResource),
};
