#pragma once

namespace lotse::cli {

// A questionnaire with a filter, a repeat, a constraint, piping and a choice of filtered options,
// as Markdown of an XLSForm.
inline constexpr char kHouseholdForm[] =
    R"(| survey |
| | type | name | label::de | label::en | hint::de | required | relevant | constraint | constraint_message::de | choice_filter | calculation |
| | text | name | Wie heißen Sie? | What is your name? | Der Vorname genügt. | yes | | | | | |
| | integer | age | Wie alt sind Sie, ${name}? | How old are you, ${name}? | | yes | | . >= 14 and . <= 110 | Bitte 14 bis 110. | | |
| | select_one yesno | work | Arbeiten Sie? | Do you work? | | | ${age} >= 18 | | | | |
| | select_multiple langs | langs | Welche Sprachen? | Which languages? | | | | | | | |
| | begin_group | home | Zuhause | At home | | | ${work} = 'y' or ${age} < 18 | | | | |
| | select_one cantons | canton | Kanton? | Canton? | | | | | | | |
| | select_one towns | town | Ort? | Town? | | | ${canton} != '' | | | canton = ${canton} | |
| | decimal | rent | Miete? | Rent? | | | | | | | |
| | date | since | Seit wann? | Since when? | | | | | | | |
| | end_group | | | | | | | | | | |
| | begin_repeat | person | Person | Person | | | | | | | |
| | text | called | Wie heißt sie? | Her name? | | yes | | | | | |
| | integer | years | Wie alt ist ${called}? | How old is ${called}? | | | | | | | |
| | end_repeat | | | | | | | | | | |
| | calculate | sum | | | | | | | | | sum(${years}) + ${age} |
| | note | bye | Danke, ${name}! | Thank you, ${name}! | | | | | | | |
| choices |
| | list_name | name | label::de | label::en | canton |
| | yesno | y | Ja | Yes | |
| | yesno | n | Nein | No | |
| | langs | de | Deutsch | German | |
| | langs | fr | Französisch | French | |
| | cantons | zh | Zürich | Zurich | |
| | cantons | be | Bern | Bern | |
| | towns | uster | Uster | Uster | zh |
| | towns | thun | Thun | Thun | be |
| settings |
| | form_title | form_id |
| | Haushalt | household |
)";

}  // namespace lotse::cli
