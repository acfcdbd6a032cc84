/** What the pages say of signing, of files, and of why something was not done; as `words.ts`. */
export const TASK_WORDS = {
  OTHER_REVISION: [
    "Noen har endret skjemaet siden du så på det. Se over det på nytt.",
    "Nokon har endra skjemaet sidan du såg på det. Sjå over det på nytt.",
    "Somebody has changed the form since you looked at it. Have another look.",
  ],
  OTHER_TASK: [
    "Skjemaet er kommet et annet sted i mellomtiden. Her er det nå.",
    "Skjemaet er kome ein annan stad i mellomtida. Her er det no.",
    "The form has moved on meanwhile. This is where it is now.",
  ],
  forbidden: [
    "Du har ikke rett til å gjøre dette på vegne av parten.",
    "Du har ikkje rett til å gjere dette på vegner av parten.",
    "You may not do this on the party's behalf.",
  ],
  tooWeak: [
    "Dette krever innlogging på nivå {level}.",
    "Dette krev innlogging på nivå {level}.",
    "This needs a login at level {level}.",
  ],
  SENT: [
    "Skjemaet er sendt inn for godt, og kan ikke endres.",
    "Skjemaet er sendt inn for godt, og kan ikkje endrast.",
    "The form was sent for good, and does not change.",
  ],
  DELETED: [
    "Skjemaet er slettet. Hent det tilbake først.",
    "Skjemaet er sletta. Hent det tilbake først.",
    "The form is deleted. Bring it back first.",
  ],
  NOT_DELETED: ["Skjemaet er ikke slettet.", "Skjemaet er ikkje sletta.", "The form is not deleted."],
  NO_WAY_BACK: [
    "Det går ikke an å gå tilbake herfra: skjemaet er signert, betalt eller sendt. Kopier det for å begynne på nytt.",
    "Det går ikkje an å gå tilbake herifrå: skjemaet er signert, betalt eller sendt. Kopier det for å byrje på nytt.",
    "There is no way back from here: the form was signed, paid or sent. Copy it to begin anew.",
  ],
  SIGNED: [
    "Noen har signert skjemaet slik det er nå.",
    "Nokon har signert skjemaet slik det er no.",
    "Somebody has signed the form as it is now.",
  ],
  NOT_SIGNED: [
    "Du har ikke signert; det er ikke noe å trekke tilbake.",
    "Du har ikkje signert; det er ikkje noko å trekkje tilbake.",
    "You have not signed; there is nothing to take back.",
  ],
  WOULD_SEND: [
    "Dette var det siste steget. Se over svarene og send inn.",
    "Dette var det siste steget. Sjå over svara og send inn.",
    "This was the last step. Check your answers and send.",
  ],
  FILLED_ELSEWHERE: [
    "Skjemaet fylles ut på etatens egen plattform.",
    "Skjemaet blir fylt ut på etaten sin eigen plattform.",
    "The form is filled in on the agency's own platform.",
  ],
  whoSigns: ["Hvem som signerer", "Kven som signerer", "Who signs"],
  nobodyNamed: [
    "Ingen er bedt om å signere ennå.",
    "Ingen er bedne om å signere enno.",
    "Nobody is asked to sign yet.",
  ],
  hasSigned: ["har signert {at}", "har signert {at}", "signed {at}"],
  hasNotSigned: ["har ikke signert", "har ikkje signert", "has not signed"],
  hasDeclined: ["vil ikke signere", "vil ikkje signere", "will not sign"],
  hasDeclinedBecause: ["vil ikke signere: «{why}»", "vil ikkje signere: «{why}»", "will not sign: “{why}”"],
  notMineToSign: [
    "Du er ikke blant dem som signerer dette. Skjemaet går videre av seg selv når alle har signert.",
    "Du er ikkje mellom dei som signerer dette. Skjemaet går vidare av seg sjølv når alle har signert.",
    "You are not among those who sign this. The form goes on by itself when everybody has signed.",
  ],
  nameSomebody: ["Be noen om å signere", "Be nokon om å signere", "Ask somebody to sign"],
  personNumber: [
    "Fødselsnummer (11 siffer)",
    "Fødselsnummer (11 siffer)",
    "National identity number (11 digits)",
  ],
  lastName: ["Etternavn", "Etternamn", "Last name"],
  askToSign: ["Be om signatur", "Be om signatur", "Ask for the signature"],
  notAskedAnyMore: ["Ta {name} av listen", "Ta {name} av lista", "Take {name} off the list"],
  noSuchPerson: [
    "Det finnes ingen med det fødselsnummeret og etternavnet. Kontroller begge.",
    "Det finst ingen med det fødselsnummeret og etternamnet. Kontroller begge.",
    "There is nobody of that number and last name. Check both.",
  ],
  withdraw: ["Trekk signaturen tilbake", "Trekk signaturen tilbake", "Take my signature back"],
  declineSection: ["Jeg vil ikke signere", "Eg vil ikkje signere", "I will not sign"],
  declineWhy: [
    "Hvorfor? Alle som ser skjemaet, kan lese det.",
    "Kvifor? Alle som ser skjemaet, kan lese det.",
    "Why? Everybody who sees the form can read it.",
  ],
  decline: ["Si nei til å signere", "Sei nei til å signere", "Decline to sign"],
  youDeclined: [
    "Du har sagt nei til å signere. Ombestemmer du deg, kan du signere her.",
    "Du har sagt nei til å signere. Ombestemmer du deg, kan du signere her.",
    "You have declined to sign. If you change your mind, you can sign here.",
  ],
  fileTypes: [
    "Her kan du legge ved {types}. Lagre filen i et av disse formatene.",
    "Her kan du leggje ved {types}. Lagre fila i eit av desse formata.",
    "You can attach {types} here. Save the file in one of these formats.",
  ],
  fileSize: [
    "Filen er for stor. Den kan ha opptil {size}.",
    "Fila er for stor. Ho kan ha opp til {size}.",
    "The file is too large. It can have up to {size}.",
  ],
  fileCount: [
    "Det er alt lagt ved så mange filer som skjemaet tar ({max}). Fjern en først.",
    "Det er alt lagt ved så mange filer som skjemaet tek ({max}). Fjern ei først.",
    "As many files are attached as the form takes ({max}). Remove one first.",
  ],
  fileRefused: [
    "Filen ble ikke tatt imot: den er ikke det den gir seg ut for, er låst eller ødelagt, eller inneholder noe skjult. Lagre den på nytt og prøv igjen.",
    "Fila vart ikkje teken imot: ho er ikkje det ho gjev seg ut for, er låst eller øydelagd, eller inneheld noko skjult. Lagre ho på nytt og prøv att.",
    "The file was not taken: it is not what it says it is, is locked or damaged, or has something hidden in it. Save it anew and try again.",
  ],
  failed: [
    "Det gikk ikke. Last siden på nytt og prøv igjen; går det fortsatt ikke, si fra til tjenesteeieren.",
    "Det gjekk ikkje. Last sida på nytt og prøv att; går det framleis ikkje, sei frå til tenesteeigaren.",
    "That did not work. Reload the page and try again; if it still does not, tell the service owner.",
  ],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;
