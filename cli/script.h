#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/struct.pb.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "cli/shorthand.h"
#include "runtime/sql/migrations.h"

// A story that is played against a service day by day; cli/data/README.md describes the
// form of its files.
namespace lotse::cli {

// One call of a story.
struct ScriptStep {
  absl::CivilDay day;
  const google::protobuf::MethodDescriptor* method = nullptr;
  // Its request, written out but for the etag.
  google::protobuf::Struct request;
  // For a step `gate`: the phase whose criteria are met and whose deliverables are approved
  // now, but for those in `open`. `method` is UpdatePhase then, and `request` empty.
  std::string phase;
  std::vector<std::string> open;
  // Where it stands, for errors: file and place in it.
  std::string where;
};

// Reads the files of a story; the steps in the order of their days, those of a day in the
// order in which they stand. DataError.
absl::StatusOr<std::vector<ScriptStep>> ReadScript(absl::Span<const sql::EmbeddedFile> files,
                                                   const ScriptFrame& frame);

}  // namespace lotse::cli
