#pragma once

#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/limesurvey/survey_source.h"
#include "services/survey/exchange/xml_source.h"

namespace lotse::survey::limesurvey {

// Puts the tables of a survey structure together, whatever their order in the file, in both
// layouts: with the texts in them, one row for each language (up to version 3), and with the
// texts in tables of their own (`group_l10ns` and so on). What belongs to nothing is an ERROR if
// it would be asked, and a WARNING otherwise.
SourceSurvey ReadLssTables(const XmlSource& source, FindingList* findings);

}  // namespace lotse::survey::limesurvey
