package finance

// Party is someone who pays or is paid. The ids are those of the scenario files.
type Party uint8

// The parties.
const (
	Federal       Party = iota // federal payer: RIZIV/INAMI
	Flanders                   // the territories, each payer of its own competences
	Wallonia                   //
	Brussels                   //
	Ostbelgien                 //
	Local                      // local authorities
	SicknessFunds              // sickness funds, where they pay from their own means
	Citizen                    // own shares, day prices
	GPPractices
	HomeCare
	Hospitals
	NursingHomes
	OtherProviders // everyone else in care; a sink
	Buurtteams
	ZorgcoachPosts
	CasemanagementPool
	Collaboration // the regional collaboration for integrated care
	Economy       // wages, rent, suppliers, fees earned; a sink
	NumParties    = int(iota)
)

var partyIDs = []string{
	"federal", "flanders", "wallonia", "brussels", "ostbelgien", "local", "sickness_funds", "citizen",
	"gp_practices", "home_care", "hospitals", "nursing_homes", "other_providers",
	"buurtteams", "zorgcoach_posts", "casemanagement_pool", "collaboration", "economy",
}

// ParseParty finds a party by id; false when there is none.
func ParseParty(id string) (Party, bool) {
	i, known := find(id, partyIDs)
	return Party(i), known
}

// String returns the party's id.
func (p Party) String() string { return name("party", int(p), partyIDs) }

// Payer says whether the party's payments are cost in the KCE sense: public
// payers, sickness funds and the citizen.
func (p Party) Payer() bool { return p <= Citizen }

// Sink says whether money that arrives here has left the model: resources used.
func (p Party) Sink() bool { return p == OtherProviders || p == Economy }
