#pragma once

#include "lotse/engagement/v1alpha/indicator_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/measurement_service.grpc.pb.h"
#include "services/engagement/api/binding.h"
#include "services/engagement/app/values.h"

// Indicators and their values. Each method is bound to its standard method or use
// case.
namespace lotse::engagement {

class IndicatorService final : public v1alpha::IndicatorService::CallbackService {
 public:
  explicit IndicatorService(const Api* api) : api_(*api) {}

  Reactor* GetIndicator(Context* c, const v1alpha::GetIndicatorRequest* q,
                        v1alpha::Indicator* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListIndicators(Context* c, const v1alpha::ListIndicatorsRequest* q,
                          v1alpha::ListIndicatorsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateIndicator(Context* c, const v1alpha::CreateIndicatorRequest* q,
                           v1alpha::Indicator* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateIndicator(Context* c, const v1alpha::UpdateIndicatorRequest* q,
                           v1alpha::Indicator* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteIndicator(Context* c, const v1alpha::DeleteIndicatorRequest* q,
                           v1alpha::Indicator* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteIndicator(Context* c, const v1alpha::UndeleteIndicatorRequest* q,
                             v1alpha::Indicator* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* GetAchievement(Context* c, const v1alpha::GetAchievementRequest* q,
                          v1alpha::GetAchievementResponse* r) override {
    return api_.Read(c, q, r, &engagement::GetAchievement);
  }
  Reactor* ListTargetActual(Context* c, const v1alpha::ListTargetActualRequest* q,
                            v1alpha::ListTargetActualResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListTargetActual);
  }
  Reactor* ListDueMeasurements(Context* c, const v1alpha::ListDueMeasurementsRequest* q,
                               v1alpha::ListDueMeasurementsResponse* r) override {
    return api_.Read(c, q, r, &engagement::ListDueMeasurements);
  }

 private:
  const Api& api_;
};

class MeasurementService final : public v1alpha::MeasurementService::CallbackService {
 public:
  explicit MeasurementService(const Api* api) : api_(*api) {}

  Reactor* GetMeasurement(Context* c, const v1alpha::GetMeasurementRequest* q,
                          v1alpha::Measurement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* ListMeasurements(Context* c, const v1alpha::ListMeasurementsRequest* q,
                            v1alpha::ListMeasurementsResponse* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* CreateMeasurement(Context* c, const v1alpha::CreateMeasurementRequest* q,
                             v1alpha::Measurement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UpdateMeasurement(Context* c, const v1alpha::UpdateMeasurementRequest* q,
                             v1alpha::Measurement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* DeleteMeasurement(Context* c, const v1alpha::DeleteMeasurementRequest* q,
                             v1alpha::Measurement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* UndeleteMeasurement(Context* c, const v1alpha::UndeleteMeasurementRequest* q,
                               v1alpha::Measurement* r) override {
    return api_.Run(c, q, r);
  }
  Reactor* MoveMeasurement(Context* c, const v1alpha::MoveMeasurementRequest* q,
                           v1alpha::Measurement* r) override {
    return api_.Write(c, q, r, &engagement::MoveMeasurement);
  }
  Reactor* DecideMeasurement(Context* c, const v1alpha::DecideMeasurementRequest* q,
                             v1alpha::Measurement* r) override {
    return api_.Write(c, q, r, &engagement::DecideMeasurement);
  }
  Reactor* CorrectMeasurement(Context* c, const v1alpha::CorrectMeasurementRequest* q,
                              v1alpha::Measurement* r) override {
    return api_.Write(c, q, r, &engagement::CorrectMeasurement);
  }

 private:
  const Api& api_;
};

}  // namespace lotse::engagement
