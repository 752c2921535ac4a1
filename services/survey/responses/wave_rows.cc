// The rows of a wave, for counting.
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/personal_wave.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {

using sql::Connection;

absl::Status WavePair::ForEachRow(const CompiledInstrument& instrument,
                                  const sql::Patience& patience, TakeRow take) {
  return database_->Read(patience, [&](Connection& connection) -> absl::Status {
    sql::Query query = connection.Prepare("AllWithIds");
    while (query.Next()) {
      const absl::string_view id = query.View(0), stored = query.View(1);
      absl::Status taken;
      if (IsResponseRow(stored)) {
        taken = take(id, stored);
      } else {
        const auto answers = AnswersOf(instrument, stored);
        if (!answers.has_value()) return DamagedResponse();
        taken = take(id, EncodeResponseRow(instrument, *answers));
      }
      if (!taken.ok()) return taken;
    }
    return absl::OkStatus();
  });
}

absl::Status PersonalWave::ForEachRow(const CompiledInstrument&, const sql::Patience& patience,
                                      TakeRow take) {
  return answers_->Read(patience, [&](Connection& connection) -> absl::Status {
    sql::Query query = connection.Prepare("SubmittedWithIds");
    while (query.Next()) {
      if (absl::Status s = take(query.View(0), query.View(1)); !s.ok()) return s;
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
