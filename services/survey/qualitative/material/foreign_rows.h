#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"
#include "services/survey/qualitative/foreign/foreign.h"
#include "services/survey/qualitative/material/text_rows.h"

// What projects of other programs hold beyond the study. Each function works inside a transaction
// over the material (study_files.h), and throws as sql::Connection does. Where a tie is lost, a
// thing that lacks what holds it (foreign_rules.h) goes with its names and values.
namespace lotse::survey::qualitative {

// All of the study, by coder and guid; ties in their order.
std::vector<ForeignThing> AllForeign(sql::Connection& connection);

// Sets in which text and case that lies to which a tie is. False if it is not there; a codebook, a
// code and a thing are not looked for.
bool Locate(sql::Connection& connection, ForeignTie* tie);

// Puts a thing in the place of the one with its key, or adds it; without ties to what is not there,
// and not at all if it lacks what holds it then.
void PutForeign(sql::Connection& connection, ForeignThing thing);

// Whether something refers to this: then it may go with it, and what it was called with that.
bool IsTiedTo(sql::Connection& connection, ForeignPlace::Kind kind, absl::string_view id);

// To be run by StudyFiles::Overwrite where something is tied: the ties to a text and to all that
// lies on it, to a case and to all that is in it, and to something by its kind and id are lost.
void LoseForeignOfText(sql::Connection& connection, absl::string_view text_id);
void LoseForeignOfCase(sql::Connection& connection, absl::string_view case_id);
void LoseForeignTo(sql::Connection& connection, ForeignPlace::Kind kind, absl::string_view id);
// Those to memos that are not there any more.
void LoseForeignToGoneMemos(sql::Connection& connection);

// The ties to something are to something else of its kind from now on.
void TurnForeign(sql::Connection& connection, const ForeignPlace& from, const ForeignPlace& to);

// See ChangeText.
void MoveForeign(sql::Connection& connection, absl::string_view text_id, Move move);

}  // namespace lotse::survey::qualitative
