"""Swedish words for tickets that nobody wrote: titles of some 40 characters, texts of some 400."""

from __future__ import annotations

from random import Random

THINGS = [
    "Betyg", "Frånvaro", "Schemat", "Klasslistan", "Utvecklingssamtalet", "Placeringen",
    "Vårdnadshavarens inloggning", "Importen från folkbokföringen", "Skolskjutsen", "Kön",
    "Nationella prov", "Avgiften", "Läsårets perioder", "Mentorslistan", "Exporten till SCB",
    "Individuella studieplanen", "Lovskolan", "Ämnesproven", "Matkorten", "Elevhälsans journal",
]  # fmt: skip
TROUBLES = [
    "går inte att spara", "syns inte för lärarna", "visar fel vecka", "saknas efter bytet av enhet",
    "blir dubbel", "tar flera minuter att öppna", "kan inte skrivas ut", "har fel rubrik",
    "försvinner när man byter flik", "följer inte med till nästa läsår", "stämmer inte med avtalet",
    "ger felmeddelande för vikarier", "behöver en ny behörighet", "ska flyttas till en ny enhet",
]  # fmt: skip
PLACES = ["grundskolan", "gymnasiet", "förskolan", "fritids", "Centralskolan", "Björkskolan",
          "Sjöbackens skola", "komvux", "anpassade skolan", "resursenheten"]  # fmt: skip
OPENINGS = [
    "Hej! Vi har fått frågor från flera skolor om det här.",
    "Tack för svaret, vi har provat det ni föreslog.",
    "Det började i måndags efter uppdateringen.",
    "Vi ser samma sak på två enheter till.",
    "Jag har talat med rektorn, och så här ser det ut hos dem.",
    "Nu har vi kontrollerat inställningarna en gång till.",
    "Vi har hittat orsaken och rättar den i natt.",
    "Tack för en tydlig beskrivning, den hjälper oss.",
]
SENTENCES = [
    "När läraren sparar kommer hon tillbaka till startsidan utan att något har ändrats.",
    "Samma person kan göra det från en annan dator, så det verkar inte vara behörigheten.",
    "Vi behöver ha det klart innan terminen börjar, annars får skolorna göra listorna för hand.",
    "Felet kommer bara för elever som har bytt klass under läsåret.",
    "I förra versionen stod det en knapp överst på sidan, och den hittar vi inte längre.",
    "Administratören på skolan har loggat ut och in igen och tömt webbläsarens minne.",
    "Det gäller ungefär fyrtio elever, de flesta i årskurs sju.",
    "Kan ni se i loggen vad som hände i tisdags mellan klockan nio och tio?",
    "Vi har gått igenom guiden steg för steg och får samma resultat varje gång.",
    "Det vore bra om vi kunde få ett besked som vi kan skicka vidare till skolorna.",
    "Siffrorna i rapporten skiljer sig från dem i listan med tre personer.",
    "Om man väntar en stund och laddar om sidan står det rätt igen.",
    "Vikarierna ser gruppen men kan inte öppna den, fast de har samma roll som ordinarie.",
    "Importen gick igenom utan varningar, men två filer av sju saknas i historiken.",
    "Vi har lagt till enheten i testmiljön, där fungerar allt som det ska.",
    "Rättningen ligger med i nästa version, som vi lägger ut på onsdag kväll.",
    "Till dess går det bra att välja perioden för hand i rutan längst ner.",
    "Hör gärna av dig om det ser annorlunda ut hos någon av skolorna.",
]
LISTS = [
    "\n\n- Öppna **Inställningar**\n- Välj enheten i listan\n- Spara och ladda om sidan",
    "\n\n1. Logga in som administratör\n2. Gå till *Perioder*\n3. Kontrollera slutdatumet",
    "\n\nFelmeddelandet är `Fel 4127: posten är låst`.",
]


def title(random: Random) -> str:
    return f"{random.choice(THINGS)} {random.choice(TROUBLES)} i {random.choice(PLACES)}"


def text(random: Random) -> str:
    """Hardly ever the same twice, as with people."""
    parts = [random.choice(OPENINGS), *random.sample(SENTENCES, 4)]
    parts.insert(2, f"Det gäller {random.choice(PLACES)}, rad {random.randrange(10_000)}.")
    written = " ".join(parts)
    return written + random.choice(LISTS) if random.random() < 0.15 else written
