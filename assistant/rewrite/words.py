"""Short lists of words, by what they name; made by hand."""

PEOPLE = frozenset(
    "attorney lawyer author writer spokesman spokeswoman spokesperson officer official agent man "
    "woman person boy girl child employee worker member player singer actor actress wife husband "
    "father mother son daughter brother sister friend parent critic leader reporter employer boss "
    "supervisor speaker opponent ally victim suspect prisoner immigrant citizen resident protester "
    "demonstrator challenger partner coach captain president teacher student professor doctor "
    "scientist artist composer drummer guitarist producer manager owner founder candidate".split()
)
COLLECTIVES = frozenset(
    "police people staff group band team union government council bureau department agency "
    "company office coalition organization organisation family party club committee court army "
    "parliament congress board crew press children men women".split()
)
ORGANISATIONS = frozenset(
    "department bureau council police office agency administration association union party club "
    "court university college school company corporation inc committee coalition institute "
    "society project newsroom times post act law news band army church board commission team "
    "group house foundation league".split()
)
PLACES = frozenset(
    "county city state town village country island street avenue river lake building center "
    "centre station headquarters hall jail prison airport park valley region oregon washington "
    "california colorado connecticut portland seattle".split()
)
TIMES = frozenset("day week month year decade century time morning evening date season".split())
GENDERED = {
    **dict.fromkeys(
        "wife mother daughter sister woman girl actress queen mrs ms lady aunt niece "
        "congresswoman spokeswoman she her".split(),
        "she",
    ),
    **dict.fromkeys(
        "husband father son brother man boy actor king mr uncle nephew congressman spokesman "
        "he his him".split(),
        "he",
    ),
}
# forms that follow a subject, few of which are nouns too
VERBS = frozenset(
    "say tell think want make get give take sign write send end cancel publish ask respond "
    "answer close open announce describe explain happen become begin start stop go come see know "
    "believe feel find keep let put bring allow forbid bar require need try leave "
    "lead live win lose pay meet include continue set learn understand "
    "follow create speak read spend grow remember consider appear buy wait serve die expect "
    "stay fall reach kill remain suggest raise pass sell decide hope develop carry break "
    "receive agree thank prove hide choose seek argue accuse blame threaten demand "
    "deliver deny refuse affect last mean sue arrest "
    "teach criticize criticise praise quote cite depend apply belong lift said told "
    "wrote signed sent gave made called ended canceled cancelled announced got took went came "
    "have has had been being handed issued served publish published "
    "paid met held left led sold won built bought brought caught found kept lost put taken given "
    "written known seen attend graduate marry join perform appear "
    "direct produce".split()
)
