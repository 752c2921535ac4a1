#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/format.h"
#include "services/reporting/render/artifact.h"

// Made-up documents for tests.
namespace lotse::reporting {

// A progress report with every kind of block, of cell and of chart, in German words whatever its
// language is. Its sections: `kurz` (text), `umfrage` (bars), `massnahmen` (statuses, timeline),
// `kennzahlen` (indicator, line, dots) and `stimmen` (a quote).
v1alpha::Document SampleDocument(Language language = Language::kGerman);

// Its second version.
Edition SampleEdition();

}  // namespace lotse::reporting
