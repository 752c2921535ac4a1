#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "lotse/survey/v1alpha/collection_report.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "lotse/survey/v1alpha/population.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/resource/store.h"
#include "runtime/types/decimal.h"
#include "services/survey/app/basic_figures.pb.h"
#include "services/survey/responses/response_store.h"

namespace lotse::survey {

// A wave, and what belongs to telling how its collection goes.
struct Collected {
  v1alpha::Wave wave;
  v1alpha::Population population;  // Empty if the wave has none.
  v1alpha::Instrument instrument;
  // What was told of a closed wave before; nullopt: nothing yet.
  std::optional<stored::BasicFigures> figures;
};

// RESOURCE_NOT_FOUND.
absl::Status LoadCollected(resource::Tx& tx, const std::string& wave, Collected* collected);

// What is told of the collection of a wave that is there and was not purged, but for its
// items: the one place where this is decided, for whoever asks once and for whoever watches.
// Errors of reading the files of its answers.
absl::Status TellCollection(ResponseStore& responses, const Collected& collected,
                            const sql::Patience& patience, std::optional<types::Decimal> e,
                            v1alpha::GetCollectionReportResponse* r);

}  // namespace lotse::survey
