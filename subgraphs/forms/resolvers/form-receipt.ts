import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { JsonScalar, UrlScalar } from "../../../schema/scalars.js";
import type { FormsContext } from "../context.js";
import { FormInstance } from "../types/form-instance.js";
import { FormPrefilledAnswer, FormReceipt } from "../types/form-receipt.js";

@Resolver(() => FormReceipt)
export class FormReceiptResolver {
  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description:
      "A page to read and print, for ten minutes, without signing in; null where this installation serves no pages.",
  })
  url(@Root() { instanceId, number }: FormReceipt, @Ctx() { receiptUrl }: FormsContext): string | null {
    return receiptUrl(instanceId, number);
  }

  @FieldResolver(() => JsonScalar, { description: "What was sent, as it was sent: what the hash is of." })
  content(@Root() { snapshot }: FormReceipt): unknown {
    return JSON.parse(snapshot);
  }
}

@Resolver(() => FormPrefilledAnswer)
export class FormPrefilledAnswerResolver {
  @FieldResolver(() => FormInstance, {
    nullable: true,
    description: "The submission that it was taken from, where the viewer may see it.",
  })
  from(@Root() { from, source }: FormPrefilledAnswer, @Ctx() { loaders }: FormsContext) {
    return from === null || source === "GRAPH" ? null : loaders.formInstanceById.load(from);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The field that it was taken from, e.g. `Party.name`; null where it is from no other subgraph.",
  })
  field(@Root() { from, source }: FormPrefilledAnswer): string | null {
    return source === "GRAPH" ? from : null;
  }
}
