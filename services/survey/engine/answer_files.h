#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/response_service.pb.h"
#include "services/survey/engine/compiled_instrument.h"

namespace lotse::survey {

// A file that came with a response, or is meant by its hash.
struct HandedInFile {
  int index = 0;        // Place of its answer in the request, for what is told of it.
  std::string code;     // Of the question.
  std::string sha256;   // 64 digits in lower case.
  std::string content;  // Empty: only the hash came.
};

// Answers as they are stored, and the contents of their files apart.
struct TakenAnswers {
  google::protobuf::RepeatedPtrField<v1alpha::Answer> answers;
  std::vector<HandedInFile> files;
};

// The answers as they were judged (JudgedAnswers), of those that were `given`. Their files have
// type, hash and size, and no content; one that is meant by its hash has the size 0 until it is
// found.
TakenAnswers TakeAnswers(const CompiledInstrument& instrument,
                         google::protobuf::RepeatedPtrField<v1alpha::Answer> judged,
                         const google::protobuf::RepeatedPtrField<v1alpha::Answer>& given);

}  // namespace lotse::survey
