#pragma once

// What an indicator is to a report; runtime/indicators says what its values are.
namespace lotse::reporting {

// Whether a step of the effect ladder, 0 to 7, tells of the living situation or of society, which
// are 6 and 7: the state of a town, which has many causes (D-184). Else it is one of controlling.
bool IsMonitoring(int effect_level);

}  // namespace lotse::reporting
