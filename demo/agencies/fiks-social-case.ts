const iso = (millis: number): string => new Date(millis).toISOString();
const dayOf = (millis: number): string => iso(millis).slice(0, 10);

/** A case of social assistance over some weeks: each update tells the whole history anew, as DigiSos has it. */
export const socialCaseOf = (of: {
  readonly id: string;
  readonly municipality: string;
  readonly applicant: string;
  at(daysAgo: number, hour?: number): number;
}): Readonly<Record<string, unknown>>[] => {
  const { id, municipality, applicant, at } = of;
  const reference = "SAK-1";
  const events = [
    { at: at(24), type: "soknadsStatus", status: "MOTTATT" },
    { at: at(23), type: "tildeltNavKontor", navKontor: "9901", navn: "Nordvik sosialkontor" },
    { at: at(20), type: "soknadsStatus", status: "UNDER_BEHANDLING" },
    {
      at: at(20),
      type: "saksStatus",
      referanse: reference,
      tittel: "Livsopphold",
      status: "UNDER_BEHANDLING",
    },
    {
      at: at(12),
      type: "utbetaling",
      utbetalingsreferanse: "UTB-1",
      saksreferanse: reference,
      status: "UTBETALT",
      belop: 2_500,
      beskrivelse: "Nødhjelp",
      utbetalingsdato: dayOf(at(11)),
    },
    {
      at: at(5),
      type: "dokumentasjonEtterspurt",
      dokumenter: [
        {
          dokumenttype: "Kontoutskrift",
          tilleggsinformasjon: "Siste måned",
          innsendelsesfrist: iso(at(-6, 22)),
          dokumentreferanse: "DOK-1",
        },
        { dokumenttype: "Strømregning", innsendelsesfrist: iso(at(-13, 22)), dokumentreferanse: "DOK-2" },
      ],
    },
  ].map(({ at: moment, ...event }) => ({ ...event, hendelsestidspunkt: iso(moment) }));
  const update = (count: number, moment: number) => ({
    type: "digisos",
    kommune: municipality,
    tidspunkt: iso(moment),
    fiksDigisosId: id,
    sokerFnr: applicant,
    originalSoknadNAV: { navEksternRefId: "110000A1B", timestampSendt: at(24), vedlegg: [] },
    digisosSoker: {
      version: "1.0.0",
      avsender: { systemnavn: "Testsystemet", systemversjon: "1.0" },
      hendelser: events.slice(0, count),
    },
  });
  return [update(2, at(23)), update(4, at(20)), update(5, at(12)), update(6, at(5))];
};
